/** News that is none of ours, written for the bench: most of what feeds bring, near-misses among it. */
export interface Story {
  readonly lang: 'en' | 'ar' | 'fa';
  readonly title: string;
  readonly text: string;
}

export const offTopicStories: readonly Story[] = [
  story(
    'en',
    'Midfielder signs three-year deal after long chase',
    'The club confirmed on Tuesday that the 24-year-old has passed his medical and will wear the number eight shirt next season. Supporters gathered outside the ground from early morning. The manager praised the board for its patience and said two more arrivals were close. The fee, put at 31 million euros, may rise with appearances.',
  ),
  story(
    'en',
    'Heavy snow shuts mountain passes as storm moves east',
    'Forecasters warned of up to 60 centimetres by Friday night. Schools in four counties stayed closed and 12,000 homes were without power at midday. Road crews worked through the night, and the governor asked people to put off journeys that can wait.',
  ),
  story(
    'en',
    'Central bank holds rates, hints at cut in spring',
    'Policymakers voted seven to two to leave the main rate at 4.25 percent. The governor told reporters that inflation had fallen faster than expected while wages kept rising. Shares of lenders slipped two percent and the currency weakened against the dollar.',
  ),
  story(
    'en',
    'Israeli strike hits southern Lebanon, two dead',
    'Lebanese state media said a drone hit a car near Tyre on Monday, killing two people. The Israeli military said it had targeted a Hezbollah commander who led a rocket unit. The group fired at a barracks across the border hours later. Peacekeepers called on both sides to respect the truce.',
  ),
  story(
    'en',
    'Houthis say they fired missile at ship in Red Sea',
    'A spokesman for the Yemeni group claimed the attack on a bulk carrier west of Hodeidah. A maritime agency reported an explosion near the vessel and said that the crew was safe. Insurers raised their rates for the strait again.',
  ),
  story(
    'en',
    'Baghdad restaurant opens third branch in Sydney',
    'The family that runs it left Iraq in 1998 and started with eight tables. Critics praise the grilled carp and the date syrup. The new branch seats ninety and is booked out until April, the owner told the paper.',
  ),
  story(
    'en',
    'Iraqi league: Zawraa held at home as title race tightens',
    'A late header gave the visitors a point in front of 20,000 in Baghdad on Saturday. The leaders are now two points clear with five matches left. The coach blamed a heavy pitch and said that nobody had given up.',
  ),
  story(
    'en',
    'Flash floods sweep through villages in northern Iraq',
    'Civil defence teams pulled nine families from their houses near Erbil after a night of heavy rain. The governor declared a holiday for schools. Farmers said that hundreds of sheep had drowned, and engineers inspected a bridge whose piers were washed out.',
  ),
  story(
    'en',
    'Rocket carries twenty-two satellites into orbit',
    'The two-stage rocket lifted off from the coast at dawn and its booster landed on a ship eight minutes later. It was the company’s third launch of the week. Controllers confirmed contact with all satellites before noon.',
  ),
  story(
    'en',
    'Senate passes farm bill after night of amendments',
    'The vote was 61 to 38. It extends crop insurance for five years and pays for rural broadband. The House is expected to take it up next week; its leaders have objected to cuts in food aid.',
  ),
  story(
    'en',
    'Tehran chokes on smog as schools go online',
    'Officials closed primary schools in the capital for a third day because of air pollution. Hospitals reported more patients with breathing problems. Lawmakers asked why old cars and heavy fuel oil were still in use.',
  ),
  story(
    'en',
    'Gaza talks resume in Cairo with hostages at centre',
    'Mediators from Egypt and Qatar met negotiators separately on Sunday. A first phase would see a pause of six weeks. Families of the captives demonstrated in Tel Aviv, and aid agencies asked for more trucks to be let in.',
  ),
  story(
    'en',
    'Actor wins libel case against tabloid',
    'The judge found that three articles of 2021 had no basis in fact and awarded damages of 180,000 pounds. The paper said it would consider an appeal. Outside the court the actor thanked his family and his lawyers.',
  ),
  story(
    'en',
    'Researchers date cave paintings to 51,000 years',
    'A team used a laser method on the mineral crust above a hunting scene. The finding, published on Wednesday, makes it the oldest known picture that tells a story. Others want to see the method tried elsewhere first.',
  ),
  story(
    'ar',
    'ارتفاع أسعار الخضروات في الأسواق المحلية قبل العطلة',
    'قال تجار إن أسعار الطماطم والبطاطا ارتفعت بنسبة عشرين في المئة خلال أسبوع بسبب تأخر الأمطار. وأكدت وزارة الزراعة أن الكميات المخزنة كافية وأنها ستفتح باب الاستيراد إذا استمر الارتفاع. ودعا مواطنون إلى مراقبة الأسواق.',
  ),
  story(
    'ar',
    'المنتخب يتأهل إلى نصف النهائي بركلات الترجيح',
    'حسم المنتخب تأهله مساء الأحد بعد مباراة انتهت بالتعادل بهدف لمثله. وتألق الحارس بصد ركلتين. وقال المدرب إن اللاعبين قدموا أفضل ما لديهم وإن المباراة المقبلة ستكون أصعب أمام صاحب الأرض.',
  ),
  story(
    'ar',
    'افتتاح معرض الكتاب بمشاركة أربعمئة دار نشر',
    'افتتح وزير الثقافة المعرض الذي يستمر عشرة أيام ويضم ندوات وأمسيات شعرية. وتشارك فيه دور نشر من عشرين دولة. ويتوقع المنظمون أن يتجاوز عدد الزوار نصف مليون زائر هذا العام.',
  ),
  story(
    'fa',
    'بارش باران در استان‌های شمالی ادامه دارد',
    'سازمان هواشناسی اعلام کرد سامانه بارشی تا پایان هفته در گیلان و مازندران فعال خواهد بود. دمای هوا تا هشت درجه کاهش می‌یابد. از رانندگان خواسته شد در جاده‌های کوهستانی زنجیر چرخ همراه داشته باشند.',
  ),
  story(
    'fa',
    'قیمت مسکن در پایتخت چهار درصد افزایش یافت',
    'بر اساس گزارش مرکز آمار میانگین قیمت هر متر مربع در ماه گذشته افزایش داشت و شمار معاملات کم شد. کارشناسان می‌گویند کمبود ساخت و ساز و رشد هزینه مصالح دلیل اصلی است و بازار اجاره نیز گران‌تر خواهد شد.',
  ),
];

function story(lang: Story['lang'], title: string, text: string): Story {
  return { lang, title, text };
}
