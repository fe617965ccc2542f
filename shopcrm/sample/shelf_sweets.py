"""The sweets, tea and coffee of the sample shop, in both languages."""

SHELVES = """
@ Sweets > Gaz and sohan | شیرینی > گز و سوهان | pc | sweets | nowruz
Isfahan gaz with pistachio, 450 g | گز اصفهان با پسته ۴۵۰ گرمی | 390 | 7 | plain prem
Isfahan gaz with almond, 450 g | گز اصفهان با بادام ۴۵۰ گرمی | 310 | 6 | plain sf
Sohan from Qom, 500 g | سوهان قم ۵۰۰ گرمی | 340 | 7 | plain prem
Honey sohan, 400 g | سوهان عسلی ۴۰۰ گرمی | 370 | 5 | plain
Sesame sohan, 400 g | سوهان کنجدی ۴۰۰ گرمی | 260 | 3 | plain
@ Sweets > Halva and sesame | شیرینی > حلوا و کنجد | pc | sweets | ramadan
Ardeh halva, 350 g | حلوا ارده ۳۵۰ گرمی | 150 | 6 | plain sf
Ardeh halva with pistachio, 350 g | حلوا ارده با پسته ۳۵۰ گرمی | 210 | 4 | plain
Sesame paste, 400 g | ارده ۴۰۰ گرمی | 190 | 5 | plain
Sesame brittle, 300 g | کنجدی ۳۰۰ گرمی | 120 | 4 | plain
Peanut brittle, 300 g | بادام سوخته ۳۰۰ گرمی | 140 | 3 | plain
@ Sweets > Ramadan sweets | شیرینی > زولبیا و بامیه | kg | sweets | ramadan only
Zoolbia | زولبیا | 260 | 8 | plain sf
Bamieh | بامیه | 270 | 8 | plain sf
Ramadan tray, mixed | سینی رمضان | 320 | 4 | plain 500
@ Sweets > Chocolate | شیرینی > شکلات | kg | sweets | nowruz
Wrapped chocolates, mixed | شکلات کادویی مخلوط | 620 | 7 | plain 500
Dark chocolate with almond | شکلات تلخ با بادام | 980 | 5 | 250 sf
Milk chocolate with hazelnut | شکلات شیری با فندق | 940 | 5 | 250 plain
Chocolate dragée with peanut | دراژهٔ بادام زمینی | 480 | 4 | plain 250
Chocolate dragée with pistachio | دراژهٔ پسته | 890 | 3 | plain 250
Coffee dragée | دراژهٔ قهوه | 690 | 3 | 250
White chocolate with saffron | شکلات سفید زعفرانی | 870 | 2 | 250
@ Sweets > Candy and nabat | شیرینی > نقل و نبات | kg | sweets | nowruz
Rock candy on a stick | نبات شاخه‌ای | 190 | 6 | plain 500
Saffron rock candy | نبات زعفرانی | 290 | 6 | plain 250
Noghl with almond | نقل بادام | 310 | 5 | plain 500
Noghl with walnut | نقل گردو | 330 | 4 | plain 500
Poolaki, saffron | پولکی زعفرانی | 240 | 4 | plain 500
Poolaki, lemon | پولکی لیمویی | 220 | 3 | plain 500
Sugar cubes | قند | 95 | 5 | plain box
Turkish delight, pistachio | راحت‌الحلقوم پسته‌ای | 340 | 4 | 500 plain
@ Sweets > Cookies | شیرینی > کلوچه و نان خشک | pc | sweets | nowruz
Fuman cookies, box | کلوچهٔ فومن جعبه‌ای | 160 | 6 | plain
Lahijan cookies with walnut | کلوچهٔ لاهیجان گردویی | 85 | 6 | plain
Chickpea cookies, box | نان نخودچی جعبه‌ای | 260 | 5 | plain
Rice cookies, box | نان برنجی جعبه‌ای | 270 | 5 | plain sf
Almond qottab, box | قطاب یزدی جعبه‌ای | 380 | 5 | plain
Yazdi baklava, box | باقلوای یزدی جعبه‌ای | 420 | 5 | plain prem
Oat biscuits | بیسکویت جو دوسر | 95 | 5 | plain sf
Sesame bread sticks | نان سوخاری کنجدی | 70 | 4 | plain
@ Sweets > Gift boxes | شیرینی > جعبه‌های هدیه | pc | nuts | yalda nowruz
Nut gift box, small | جعبهٔ آجیل هدیهٔ کوچک | 690 | 3 | plain
Nut gift box, large | جعبهٔ آجیل هدیهٔ بزرگ | 1650 | 3 | plain prem
Dried fruit gift box | جعبهٔ میوهٔ خشک هدیه | 720 | 3 | plain
Sweet gift box | جعبهٔ شیرینی هدیه | 580 | 3 | plain prem
Tea and nabat gift box | جعبهٔ چای و نبات هدیه | 540 | 2 | plain
@ Tea and coffee > Black tea | چای و قهوه > چای سیاه | kg | tea | winter
Lahijan tea, spring pick | چای بهارهٔ لاهیجان | 620 | 8 | plain prem 500
Lahijan tea, broken | چای شکستهٔ لاهیجان | 420 | 7 | plain 500
Ceylon tea | چای سیلان | 880 | 6 | 500 250
Assam tea | چای آسام | 760 | 5 | 500 250
Earl Grey tea | چای عطری | 790 | 6 | 500 250
Cardamom tea | چای هل‌دار | 840 | 4 | 250
Tea bags, box of 25 | چای کیسه‌ای ۲۵ تایی | 560 | 4 | box
@ Tea and coffee > Green and herbal tea | چای و قهوه > چای سبز و دمنوش | kg | tea | winter
Green tea | چای سبز | 720 | 5 | 250 100
White tea | چای سفید | 2100 | 2 | 100 250
Hibiscus tea | چای ترش | 390 | 4 | 250 100
Borage flowers | گل گاوزبان | 1450 | 5 | 100 plain
Lemon balm | بادرنجبویه | 520 | 3 | 100 250
Rose buds | غنچهٔ گل محمدی | 980 | 4 | 100 250
Camomile | بابونه | 680 | 3 | 100 250
Cinnamon and ginger infusion | دمنوش دارچین و زنجبیل | 610 | 4 | 100 sf
Valerian | سنبل‌الطیب | 570 | 2 | 100
@ Tea and coffee > Coffee | چای و قهوه > قهوه | kg | tea |
Espresso beans | دان قهوهٔ اسپرسو | 1350 | 6 | 500 250
Arabica beans | دان قهوهٔ عربیکا | 1680 | 5 | 500 250 prem
Turkish coffee, ground | قهوهٔ ترک آسیاب‌شده | 1290 | 5 | 250 100
French coffee, ground | قهوهٔ فرانسه آسیاب‌شده | 1310 | 4 | 250
Instant coffee | قهوهٔ فوری | 1950 | 4 | 100
Hot chocolate | هات چاکلت | 520 | 4 | 250 sf
"""
