"""The nuts, seeds and dried fruit of the sample shop, in both languages."""

SHELVES = """
@ Nuts > Walnuts | مغز و آجیل > گردو | kg | nuts | winter
Walnut kernel | مغز گردو | 880 | 9 | plain prem 250 500
Walnut kernel pieces | مغز گردوی خرد | 690 | 5 | plain 500
Walnuts in the shell | گردو با پوست | 390 | 4 | plain prem 500
Tuyserkan walnuts | گردوی تویسرکان | 960 | 5 | plain prem 500
Smoked walnuts | گردوی دودی | 930 | 2 | plain 500
Caramel walnuts | گردوی کاراملی | 780 | 2 | plain 250
@ Nuts > Almonds | مغز و آجیل > بادام | kg | nuts | nowruz
Almond kernel | مغز بادام | 1150 | 8 | raw roast salt 250
Mamra almonds | بادام مامایی | 1680 | 4 | raw roast prem
Almonds in the shell | بادام با پوست | 520 | 4 | salt plain
Sliced almonds | خلال بادام | 1280 | 3 | 100 250
Almond flour | پودر بادام | 1190 | 2 | 250 500
@ Nuts > Pistachios | مغز و آجیل > پسته | kg | nuts | nowruz
Akbari pistachios | پستهٔ اکبری | 1450 | 8 | raw roast salt prem
Fandoghi pistachios | پستهٔ فندقی | 1120 | 7 | raw roast salt lemon
Ahmad Aghaei pistachios | پستهٔ احمدآقایی | 1290 | 5 | raw roast saffron
Kalleh Ghuchi pistachios | پستهٔ کله‌قوچی | 1240 | 4 | roast salt
Green pistachio kernel | مغز پستهٔ سبز | 2350 | 4 | plain prem 100
Sliced pistachios | خلال پسته | 2420 | 3 | 100 250
@ Nuts > Hazelnuts | مغز و آجیل > فندق | kg | nuts | winter
Hazelnut kernel | مغز فندق | 1080 | 6 | raw roast salt 250
Hazelnuts in the shell | فندق با پوست | 560 | 3 | plain roast
@ Nuts > Cashews | مغز و آجیل > بادام هندی | kg | nuts | nowruz
Cashews | بادام هندی | 1620 | 8 | raw roast salt saffron lemon 250
Large cashews | بادام هندی درشت | 1890 | 4 | roast salt prem
@ Nuts > Peanuts | مغز و آجیل > بادام زمینی | kg | nuts |
Peanuts | بادام زمینی | 290 | 7 | raw salt lemon 500
Peanuts coated in flour | بادام زمینی روکش‌دار | 310 | 4 | plain hot
Peanut butter | کرهٔ بادام زمینی | 340 | 4 | jar sf
@ Nuts > Seeds | مغز و آجیل > تخمه | kg | nuts | yalda
Sunflower seeds | تخمهٔ آفتابگردان | 260 | 8 | salt lemon hot 500
Pumpkin seeds | تخمهٔ کدو | 420 | 8 | raw salt lemon
Large pumpkin seeds | تخمهٔ کدو گوشتی | 540 | 4 | raw salt
Watermelon seeds | تخمهٔ هندوانه | 330 | 5 | salt lemon
Japanese watermelon seeds | تخمهٔ ژاپنی | 360 | 4 | salt lemon
Pumpkin seed kernel | مغز تخمهٔ کدو | 610 | 3 | raw roast 250
Sunflower seed kernel | مغز آفتابگردان | 340 | 3 | raw roast 250
Chia seeds | دانهٔ چیا | 480 | 3 | 250
Flax seeds | تخم کتان | 190 | 2 | 250
@ Nuts > Mixed nuts | مغز و آجیل > آجیل مخلوط | kg | nuts | yalda nowruz
Four-kernel mix | چهار مغز | 1350 | 7 | plain prem 250
Night-of-Yalda mix | آجیل شب یلدا | 1180 | 7 | plain prem 500
Sweet wedding mix | آجیل شیرین | 990 | 4 | plain prem 500
Salted mix | آجیل شور | 1080 | 6 | plain lemon
Unsalted mix for the heart | آجیل خام قلب | 1420 | 4 | 250 500
Problem-solver mix | آجیل مشکل‌گشا | 820 | 3 | 250 plain
@ Dried fruit > Figs | خشکبار > انجیر | kg | fruit | winter
Estahban figs | انجیر استهبان | 680 | 7 | plain prem 500
Open-mouth figs | انجیر دهان‌باز | 790 | 4 | plain prem 500
Figs on a string | انجیر نخی | 450 | 2 | plain 500
@ Dried fruit > Raisins | خشکبار > کشمش و مویز | kg | fruit |
Golden raisins | کشمش طلایی | 320 | 6 | plain 500
Green raisins | کشمش سبز قلمی | 420 | 6 | plain prem 500
Black raisins with seeds | مویز | 340 | 4 | plain 500
Sun-dried raisins | کشمش آفتابی | 260 | 4 | plain 500
@ Dried fruit > Plums and apricots | خشکبار > آلو و زردآلو | kg | fruit | summer
Dried apricots | برگهٔ زردآلو | 590 | 5 | plain prem 500
Dried peaches | برگهٔ هلو | 540 | 3 | plain 250
Bukhara plums | آلو بخارا | 430 | 5 | plain 500
Golden plums | آلو طلایی | 390 | 3 | plain 500
Sour cherry, dried | آلبالو خشک | 520 | 3 | plain 250
Fruit leather, plum | لواشک آلو | 320 | 5 | plain 250
Fruit leather, pomegranate | لواشک انار | 360 | 4 | plain 250
@ Dried fruit > Dates | خشکبار > خرما | kg | fruit | ramadan
Mazafati dates | رطب مضافتی | 190 | 9 | plain box
Piarom dates | خرمای پیارم | 520 | 5 | plain prem 500
Kabkab dates | خرمای کبکاب | 170 | 4 | plain
Zahedi dates | خرمای زاهدی | 140 | 3 | plain
Dates filled with walnut | خرما با گردو | 460 | 4 | box 250
Date syrup | شیرهٔ خرما | 210 | 3 | jar
@ Dried fruit > Mulberries and berries | خشکبار > توت و تمشک | kg | fruit | winter
Dried white mulberries | توت خشک | 560 | 6 | plain prem 250
Barberries | زرشک پفکی | 690 | 6 | plain 250
Barberries, dark | زرشک دانه‌اناری | 590 | 4 | plain 250
Goji berries | گوجی بری | 1250 | 2 | 100
Cranberries | کرنبری | 980 | 3 | 250
@ Dried fruit > Fruit slices | خشکبار > چیپس میوه | kg | fruit | summer
Dried apple | چیپس سیب | 620 | 4 | 100 plain
Dried banana | چیپس موز | 690 | 4 | 100 plain
Dried kiwi | چیپس کیوی | 760 | 3 | 100
Dried persimmon | چیپس خرمالو | 740 | 3 | 100
Dried lemon slices | چیپس لیمو | 580 | 3 | 100
Dried mango | چیپس انبه | 1350 | 3 | 100 plain
Mixed fruit slices | چیپس میوهٔ مخلوط | 780 | 5 | 100 250
"""
