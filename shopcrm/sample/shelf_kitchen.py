"""The spices and groceries of the sample shop, in both languages."""

SHELVES = """
@ Spices > Saffron | ادویه > زعفران | pc | spices | nowruz
Negin saffron, 1 g | زعفران نگین ۱ گرمی | 290 | 7 | plain
Negin saffron, half a mithqal | زعفران نگین نیم‌مثقالی | 640 | 5 | plain prem
Super negin saffron, 1 mithqal | زعفران سوپر نگین یک‌مثقالی | 1420 | 4 | plain
Pushal saffron, 1 mithqal | زعفران پوشال یک‌مثقالی | 1180 | 2 | plain
@ Spices > Ground spices | ادویه > ادویهٔ آسیاب‌شده | kg | spices |
Turmeric | زردچوبه | 290 | 8 | 100 250
Cinnamon, ground | دارچین | 480 | 6 | 100 250
Black pepper, ground | فلفل سیاه | 690 | 7 | 100 250
Red pepper, ground | فلفل قرمز | 390 | 5 | 100 250
Cumin, ground | زیرهٔ سبز آسیاب‌شده | 780 | 4 | 100 250
Ginger, ground | زنجبیل | 520 | 5 | 100 250
Cardamom, ground | پودر هل | 2900 | 4 | 100 250
Rice spice mix | ادویهٔ پلویی | 560 | 5 | 100 250
Stew spice mix | ادویهٔ خورشتی | 480 | 5 | 100 250
Kebab spice mix | ادویهٔ کبابی | 430 | 4 | 100 250
Curry powder | پودر کاری | 420 | 4 | 100 250
Sumac | سماق | 310 | 6 | 100 250
Garlic powder | پودر سیر | 460 | 5 | 100 250
Lemon powder | پودر لیمو عمانی | 520 | 3 | 100 250
@ Spices > Whole spices | ادویه > ادویهٔ کامل | kg | spices |
Green cardamom | هل سبز | 2750 | 5 | 100 250
Cinnamon sticks | چوب دارچین | 560 | 4 | 100 250
Cumin seeds | زیرهٔ سبز | 720 | 4 | 100 250
Caraway of Kerman | زیرهٔ کرمان | 960 | 3 | 100 250
Cloves | میخک | 1450 | 2 | 100 250
Nigella seeds | سیاه‌دانه | 340 | 4 | 100 250
Sesame seeds | کنجد | 280 | 5 | 250 500
Dried limes | لیمو عمانی | 420 | 5 | 250
Fennel seeds | رازیانه | 360 | 2 | 100 250
Basil seeds | تخم شربتی | 290 | 4 | 250
@ Spices > Dried herbs | ادویه > سبزی خشک | kg | spices |
Dried mint | نعناع خشک | 520 | 6 | 100 250
Dried fenugreek | شنبلیلهٔ خشک | 460 | 4 | 100 250
Dried dill | شوید خشک | 440 | 5 | 100 250
Herbs for ghormeh sabzi | سبزی قورمهٔ خشک | 480 | 6 | 250 100
Herbs for ash | سبزی آش خشک | 420 | 4 | 250
Dried tarragon | ترخون خشک | 610 | 3 | 100 250
Oregano | آویشن | 390 | 5 | 100 250
@ Grocery > Rice | خواربار > برنج | kg | grocery |
Hashemi rice | برنج هاشمی | 240 | 8 | plain bag
Tarom rice | برنج طارم | 260 | 7 | plain bag
Smoked rice | برنج دودی | 290 | 3 | plain bag
Half-grain rice | برنج نیم‌دانه | 130 | 4 | plain 500
Brown rice | برنج قهوه‌ای | 210 | 3 | plain 500
@ Grocery > Pulses | خواربار > حبوبات | kg | grocery | winter
Chickpeas | نخود | 120 | 6 | plain 500
Roasted chickpeas | نخودچی | 190 | 5 | plain 250
Red beans | لوبیا قرمز | 160 | 5 | plain 500
Pinto beans | لوبیا چیتی | 190 | 6 | plain 500
Black-eyed beans | لوبیا چشم‌بلبلی | 170 | 3 | plain
Lentils | عدس | 150 | 6 | plain 500
Split peas | لپه | 165 | 6 | plain 500
Mung beans | ماش | 150 | 4 | plain
Barley | جو پرک | 95 | 3 | plain
Quinoa | کینوا | 520 | 2 | 500
@ Grocery > Honey and oils | خواربار > عسل و روغن | pc | grocery | winter
Thyme honey, 500 g | عسل آویشن ۵۰۰ گرمی | 420 | 6 | plain prem
Astragalus honey, 500 g | عسل گون ۵۰۰ گرمی | 460 | 5 | plain prem
Honeycomb, 500 g | عسل با موم ۵۰۰ گرمی | 520 | 4 | plain
Sesame oil, 1 l | روغن کنجد ۱ لیتری | 390 | 5 | plain
Olive oil of Rudbar, 1 l | روغن زیتون رودبار ۱ لیتری | 780 | 5 | plain prem
Kermanshah ghee, 900 g | روغن کرمانشاهی ۹۰۰ گرمی | 980 | 4 | plain prem
Coconut oil, 400 g | روغن نارگیل ۴۰۰ گرمی | 310 | 3 | plain
@ Grocery > Syrups and pickles | خواربار > شربت و ترشی | pc | grocery | summer
Mint and vinegar syrup | شربت سکنجبین | 140 | 5 | plain sf
Sour cherry syrup | شربت آلبالو | 160 | 6 | plain sf
Rose water | گلاب قمصر | 120 | 6 | plain prem
Orange blossom water | عرق بهارنارنج | 130 | 4 | plain
Mint water | عرق نعناع | 95 | 4 | plain
Pomegranate molasses | رب انار | 210 | 6 | plain prem
Verjuice | آبغوره | 110 | 4 | plain
Pickled garlic | سیر ترشی | 240 | 4 | plain
Litteh pickle | ترشی لیته | 180 | 4 | plain
Olives from Rudbar, 500 g | زیتون رودبار ۵۰۰ گرمی | 190 | 5 | plain
Marinated olives, 500 g | زیتون پرورده ۵۰۰ گرمی | 260 | 6 | plain
@ Grocery > Flour and sugar | خواربار > آرد و شکر | kg | grocery |
Sugar | شکر | 78 | 5 | plain
Brown sugar | شکر قهوه‌ای | 110 | 4 | plain
Stevia sweetener | شیرین‌کنندهٔ استویا | 890 | 3 | 100
Rice flour | آرد برنج | 140 | 3 | 500
Chickpea flour | آرد نخودچی | 220 | 3 | 500
Wheat starch | نشاسته | 110 | 3 | 250
Oats | پرک جو دوسر | 160 | 5 | 500
Granola with nuts | گرانولا با مغزیجات | 520 | 4 | 500 sf
"""
