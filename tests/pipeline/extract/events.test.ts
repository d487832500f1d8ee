/** What headlines of many styles tell, in three languages: told by words that no stream has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language, Report } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

const languageOf = (text: string): Language => (/[پچژگیک]/.test(text) ? 'fa' : /[ء-ي]/.test(text) ? 'ar' : 'en');
const toldBy = (headline: string): Report => reportOf(headline, '', { language: languageOf(headline) });

test('a headline tells what happened, in whatever style', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    'missile-attack': [
      'HELL RAINS DOWN: Salvo of rockets batters US outpost in Iraq',
      'Katyushas hit Green Zone again',
      'Two projectiles strike near Baghdad Diplomatic Services Compound',
      'صلية صواريخ تطال محيط مطار بغداد حيث يتمركز جنود أميركيون',
      'شلیک راکت به منطقه سبز بغداد و به صدا درآمدن آژیر سفارت آمریکا',
    ],
    'shoot-down': [
      'Iran: Third Khordad battery destroyed intruding US Global Hawk',
      'US loses MQ-9 over Iraq, militia claims credit',
      'طهران تؤكد تدمير طائرة مسيرة أميركية اخترقت أجواءها',
      'Iranian forces down American reconnaissance drone over Gulf',
      'سپاه پهپاد جاسوسی آمریکا را در خلیج فارس سرنگون کرد',
    ],
    'air-strike': [
      'Kamikaze UAVs aimed at Ain al-Asad knocked out of sky',
      'US carries out strike in Baghdad killing top militia man',
      'Airstrikes flatten Nujaba office in Iraqi capital; US silent',
      'استشهاد قيادي في الحشد بقصف من طائرة مسيرة أميركية شرقي بغداد',
      'چهار رزمنده حشد شعبی در بمباران آمریکا به شهادت رسیدند',
    ],
    'explosive-device': [
      'Roadside IED wounds driver of truck contracted by coalition in Iraq',
      'Blast hits supply convoy for US forces near Hillah',
      'Bomb rips through embassy SUV in Baghdad, US guard hurt',
      'انفجار يستهدف رتلا لوجستيا للتحالف الدولي قرب السماوة',
      'کاروان نظامیان آمریکا در الناصریه هدف بمب قرار گرفت',
    ],
    'armed-attack': [
      'Assassins on motorbikes gun down Iranian exile in Erbil',
      'American murdered in Baghdad drive-by',
      "US contractor shot in Iraq's Diyala",
      'مقتل مدرس أميركي برصاص مجهولين في أربيل',
      'یک معلم آمریکایی در اربیل به ضرب گلوله کشته شد',
    ],
    attack: [
      'Base housing US soldiers attacked in northern Iraq',
      'Islamic Resistance in Iraq says targeted American base',
      'Attack on US diplomatic site at Baghdad airport, embassy confirms',
      'هجوم يطال مقر البعثة الأميركية بمطار بغداد',
      'انفجار در پایگاه حشد شعبی در بابل، انگشت اتهام به سوی آمریکا',
    ],
    'armed-clash': [
      "Iraqi army, Hashd gunmen trade fire in Baghdad's Dora",
      'US special forces and militiamen in gunfight near Iraq-Syria line',
      'Clashes between IRGC border guards and PJAK on Iraqi frontier',
      'مواجهات مسلحة بين الشرطة وسرايا السلام قرب السفارة الأميركية',
      'درگیری مسلحانه ارتش عراق با کتائب حزب‌الله',
    ],
    abduction: [
      'Princeton scholar abducted in Baghdad held by militia, Israel and US say',
      'Militia frees US contractors seized in Baghdad',
      'Ten US sailors in Iranian custody after boats stray',
      'مجهولون يختطفون باحثة أميركية من وسط بغداد',
      'ربوده شدن پژوهشگر آمریکایی در بغداد',
    ],
    'embassy-storming': [
      "Chanting 'Death to America', crowd breaches embassy gate in Baghdad",
      'Iraq protesters torch Iranian consulate',
      "Iran's Najaf consulate up in flames",
      'خشم عراقی‌ها؛ سفارت آمریکا در بغداد به آتش کشیده شد',
      'محتجون يقتحمون السفارة الأميركية في بغداد',
    ],
    'violent-demonstration': [
      'Stones fly as anti-American demo in Baghdad turns ugly',
      'Security forces fire tear gas at crowd trying to reach US embassy in Iraq',
      'Protesters clash with police outside US embassy in Baghdad',
      'درگیری معترضان با نیروهای امنیتی مقابل سفارت آمریکا در بغداد',
    ],
    'peaceful-protest': [
      "'No, no America': tens of thousands fill Baghdad streets",
      'Iraqi students picket US consulate over strikes',
      'تظاهرة حاشدة في بغداد للمطالبة بخروج القوات الأميركية',
      'Thousands march in Baghdad demanding US troops leave',
      'تظاهرات میلیونی در بغداد علیه حضور آمریکا',
    ],
    arrests: [
      'Iraqi intelligence captures rocket cell said to be behind base attacks on US forces',
      'Elite Iraqi unit swoops on Kataib Hezbollah workshop, detains dozen; US welcomed move',
      'Iran detains British-American environmentalist',
      'جهاز مكافحة الإرهاب يعتقل خلية إطلاق الصواريخ على البعثات الأميركية',
      'نیروهای عراقی فرمانده الحشد را بازداشت کردند؛ سفیر آمریکا استقبال کرد',
    ],
    'base-handover': [
      'Besmaya: Coalition pulls up stakes, Iraqis take keys',
      'US-led coalition departs Camp Taji, transfers $347m of gear to Iraqi forces',
      'Abu Ghraib base returned to Iraqi army by coalition forces',
      'قوات التحالف تغادر قاعدة كي وان وتسلمها للجيش العراقي',
      'ائتلاف آمریکایی پایگاه کی وان را به عراق واگذار کرد',
    ],
    agreement: [
      "US combat mission in Iraq to end by year's close, leaders declare",
      'Five Americans freed in US-Iran prisoner exchange',
      'Iran, Iraq ink security deal to move Kurdish rebels from frontier',
      'اتفاق عراقي أميركي على جدولة الانسحاب',
      'بغداد و واشنگتن بر سر خروج نظامیان آمریکا توافق کردند',
    ],
    'group-change': [
      'Kataib Hezbollah halts strikes on US to spare Baghdad embarrassment',
      'كتائب حزب الله تعلن تعليق العمليات العسكرية ضد الأميركيين',
      'کتائب حزب‌الله عملیات علیه آمریکا را تعلیق کرد',
      'Kataib Hezbollah suspends military operations against US forces',
    ],
    threat: [
      'Trump: If Iran attacks Americans, 52 sites are in our sights',
      'Nujaba gives US until Friday to go',
      'Kaabi: the resistance will make Iraq hell for occupiers',
      'النجباء: على الأميركيين أن يجهزوا التوابيت',
      'نجباء: پایگاه‌های آمریکا را بر سرشان خراب می‌کنیم',
    ],
    denial: [
      'Khamenei rules out talks with US',
      'Baghdad refuses US request for new base',
      'Iran rejects US offer of direct talks',
    ],
    'troop-deployment': [
      'Extra Marines on way to guard Baghdad embassy',
      'US ships air defences to Iraq after missile strike',
      'USS Abraham Lincoln sails toward Gulf as warning to Iran',
      'وصول مئات من المارينز إلى بغداد لحماية السفارة الأميركية',
      'آمریکا ۷۵۰ چترباز به منطقه فرستاد؛ هشدار به ایران',
    ],
    'troop-withdrawal': [
      'US troop numbers in Iraq halved, Pentagon confirms',
      'Acting Pentagon chief announces cut to 2,500 in Iraq',
      'American convoys roll out of Iraq toward Kuwait as pullout starts',
      'الرئيس الأميركي يأمر بسحب 500 جندي من العراق',
      'خروج پانصد نظامی آمریکایی از عراق آغاز شد',
    ],
    sanction: [
      'US hits Kataib Hezbollah front companies with sanctions',
      'Treasury adds Asaib chief Qais al-Khazali to terror list',
      "Iran judiciary seeks Trump's arrest via Interpol",
      'عقوبات أميركية جديدة تطال شركات وأفرادا مرتبطين بكتائب حزب الله',
      'خزانه‌داری آمریکا چهار عضو کتائب حزب‌الله را تحریم کرد',
    ],
    'diplomatic-measure': [
      'Embassy in Baghdad: all non-emergency US employees to depart',
      'US shutters Basra consulate citing Iranian threats',
      "Iraq summons American charge d'affaires over airstrikes",
      'إيران تغلق قنصليتها... وبغداد تستدعي القائم بالأعمال الإيراني',
      'احضار کاردار آمریکا به وزارت خارجه عراق',
    ],
    vote: [
      'US Senate passes war powers measure on Iran 55-45',
      'Iranian lawmakers vote to label all US forces terrorists',
      'نواب العراق يصوتون لصالح إنهاء الوجود الأميركي',
      'نمایندگان پارلمان عراق طرح اخراج آمریکا را تصویب کردند',
      'Iraqi parliament votes to expel US troops',
    ],
    'property-destruction': [
      'Militia supporters ransack offices of American firm in Baghdad',
      'KFC and Pizza outlets vandalised in Baghdad in anti-US anger',
    ],
    'base-established': [
      "US builds new base in Iraq's Anbar",
      'Americans set up military outpost near Iranian border in Kurdistan',
    ],
  };
  for (const [type, headlines] of Object.entries(table)) {
    for (const headline of headlines) {
      const { relevance, eventType } = toldBy(headline);
      assert.deepEqual({ relevance, eventType }, { relevance: 'event', eventType: type }, headline);
    }
  }
});

test('a headline tells what it adds to an event that was told before', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    denial: [
      'US military: that was not our strike in Jurf al-Sakhar',
      'Nujaba distances itself from attack on American convoy',
      'Iraqi army denies report of attack on Balad base',
      'العصائب تتبرأ من قصف السفارة الأميركية',
      'کتائب حزب‌الله: در حمله به سفارت آمریکا نقشی نداشتیم',
    ],
    claim: [
      "'We did it': unknown Shiite group boasts of Harir drone attack",
      'Rijal al-Thar claims responsibility for convoy blast targeting US in Iraq',
      'US owns up to drone strike that killed militia chief in Baghdad',
      'أصحاب الكهف تتبنى تفجير رتل أميركي في العراق',
      'گروه اصحاب الکهف مسئولیت انفجار کاروان آمریکایی را بر عهده گرفت',
    ],
    blame: [
      "Iran 'probably' behind drone swarm on US base, general says",
      'البيت الأبيض: إيران تقف وراء الهجوم على قاعدتنا في العراق',
      'واشنگتن: ایران پشت حمله به پایگاه ما در عراق است',
      'US blames Iran-backed militia for Erbil rocket attack',
      'Washington says Kataib Hezbollah behind killing of contractor',
    ],
    reaction: [
      'Arab League deplores strike on Iraqi soil by US',
      'NATO chief condemns rocket attack on Erbil',
      'Iraq hands Iran protest note over shelling',
      'الكاظمي يندد بقصف السفارة الأميركية ويتوعد الفاعلين',
      'سازمان ملل حمله به سفارت آمریکا در بغداد را محکوم کرد',
    ],
    casualties: [
      'Second soldier dies of wounds from Tower 22 drone attack by Iraqi militia',
      'Pentagon raises number of brain injuries from Iran missile strike to 109',
      'US identifies soldiers killed in Iraq rocket attack',
      'وفاة جندي أميركي متأثرا بجراحه في هجوم عين الأسد',
      'شمار مجروحان آمریکایی حمله موشکی ایران به ۱۰۹ نفر رسید',
    ],
    investigation: [
      'Iraq finds truck used to launch rockets at Ain al-Asad',
      'Erbil: confession videos of men who fired rockets at airport, US forces',
      'Iraqi judge sentences killers of American to life',
      'القبض على منفذي الهجوم على قاعدة أميركية في العراق',
      'عراق عاملان حمله راکتی به پایگاه آمریکا را دستگیر کرد',
    ],
  };
  for (const [development, headlines] of Object.entries(table)) {
    for (const headline of headlines) {
      const told = toldBy(headline);
      const found = { relevance: told.relevance, development: told.development };
      assert.deepEqual(found, { relevance: 'event', development }, headline);
    }
  }
});

test('views, practice, history, what may be and the news of others raise nothing', () => {
  const headlines: readonly string[] = [
    'How the IRGC builds its rockets',
    'Memoir recalls the night Iranian missiles rained on an American base',
    'Film review: a rocket attack on an American base in Iraq',
    'US embassy in Baghdad tests air defence system, loud blasts heard',
    'Gas cylinder blast kills four near American base in Iraq',
    'Iran strike late to sink Iraq in World Cup qualifier',
    'سالروز حمله موشکی سپاه به پایگاه عین‌الاسد',
    'في مثل هذا اليوم: إيران تقصف قاعدة عين الأسد',
    'American commander warns of risks in Iraq',
    'Inside the militia that has threatened American troops in Iraq',
    'US troops in Iraq brace for possible strike as tensions rise',
    'Exercise Desert Eagle: Iraqi and US crews practise shooting down drones',
    "Five charts that explain America's wars in Iraq",
    'Iran tests missile interceptor in war game',
    "Book review: the night Baghdad's embassy fell silent",
    'I survived the Ain al-Asad missiles; here is what I learned',
    'Russian missiles strike Kyiv as Iranian drones hit power grid',
    'ISIS ambush kills Iraqi soldiers near Kirkuk',
    'Turkish artillery shells Dohuk resort, killing tourists',
    'Is Iran winning in Iraq?',
    'Iraqi archaeologists recover looted tablets from US museum',
    'Houthis fire missile at US destroyer in Red Sea',
    'Baghdad and Tehran sign rail deal as Iraq eyes trade',
    'Trump says he nearly ordered strike on Iran in 2019, new book claims',
    'US lawmakers debate troop presence in Iraq',
    'The militias after Soleimani: divided and dangerous',
    'Iraq PM visits Washington to discuss ties',
    'مقال: ماذا بعد الضربات الأميركية في العراق؟',
    'تدريبات عراقية أميركية على إسقاط المسيرات',
    'تركيا تقصف مواقع حزب العمال في دهوك',
    'داعش يقتل جنودا عراقيين في كركوك',
    'العراق وإيران يبحثان الربط السككي',
    'تحلیل: آینده حضور آمریکا در عراق',
    'رزمایش پهپادی ارتش ایران در سمنان',
    'ترکیه مواضع پ‌ک‌ک را در شمال عراق بمباران کرد',
    'داعش سه نظامی عراقی را کشت',
    'ایران و عراق قرارداد گازی امضا کردند',
    "What Iran's missiles can reach: a guide",
    "Why Iraq's militias keep firing rockets",
  ];
  for (const headline of headlines) assert.notEqual(toldBy(headline).relevance, 'event', headline);
});
