//! What the name and address rules know of Chinese words: surnames, characters of given names, and the dictionary that
//! says that 高兴 and 安装 are words and nobody's name. Loaded once, at the first sentence that needs it.

use std::collections::HashSet;
use std::sync::LazyLock;

use words::{Jieba, dictionary};

/// The single surnames that nearly everybody bears, commonest first, then the rest of the Hundred Family
/// Surnames that are no everyday word (written from general knowledge).
const COMMON: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝赖蔺习冀揭卿宓嵇裘糜隗郗伊厉戎郜胥莘逄濮扈郏瞿暨阙晁訾阚鞠巢蒯荆竺逯桓辜蹇占郇仝禹亓檀湛鄢晋原闻奚酆廉卞狄贝伏谈茅昝宣贲郁杭诸钮荀惠封芮羿储汲邴乌巴弓牧蓬仰钭祖幸韶蓟薄宿怀邰鄂索咸籍屠阴苍贡劳扶堵宰郦雍璩寿浦慕茹宦容慎戈庾衡步弘匡禄殳沃蔚夔隆厍勾融丰谌冼朴撒季仇盖练阎漆鹿仉矫冮植邸粟哈庹郤蒿燕佴芶缑呙谯丘危栗尧乜綦茆亢雒洪鹏";

/// Surnames that are an everyday word by themselves: believed where a form or a model says that a person stands there.
const RARE: &str = "区过那战淡承库衣滑由水相智敬税展呼言户么山代令帅虎火阳岩荔英补求厚来普闪才门香信木次扎伦寻都娜多国元风银占操仪同";

/// Surnames of two characters.
const COMPOUND: &str = "欧阳 上官 司马 诸葛 司徒 东方 慕容 尉迟 皇甫 公孙 令狐 夏侯 轩辕 端木 百里 南宫 宇文 长孙 独孤 呼延 闻人 澹台 太史 申屠 钟离 濮阳 淳于 太叔 公冶 赫连 万俟 闾丘 拓跋 纳兰 叶赫 完颜 即墨 梁丘 左丘 乐正 东郭 西门 宰父 巫马 亓官 公羊 谷梁 鲜于 第五 仲孙 钟吾 公西 壤驷 子车 颛孙 漆雕";

/// Characters that given names are made of.
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉萍建华国志文海波斌辉鑫鹏飞浩宇轩梓涵子欣怡雨佳思琪婷雪梅琳晶莹慧颖洁倩丹薇玲珍凤春秋冬夏云龙虎林森峰山川江河新民生成立东南西北中正大小天地光亮晨阳旭星月嘉家俊凯毅坚宏洪振兴旺福禄寿喜贵荣昌盛康健安宁静和顺祥瑞庆德仁义礼智信忠孝诚良善美好香花菊莲荷桃杏柳松柏竹青碧翠紫素白金银宝珠瑶琴棋书画诗词学博达通远航翔腾跃进胜利全永恒久长世代传承继祖宗先辰彬彦哲睿泽润涛沛淼淑贤惠芬芝芸若菲蓉莎莉蕾蓓薇茜娅婉婧媛嫣妍妮姗娇娥姣姝姿娴玥玮珊珂珺琦琼瑛璐璇瑜瑾璟钰铭锋锐钧钢铁锦鸿鹤鹰雁燕莺凰彤彩虹霖露霜雷震霆电炎焱烨煜灿烁熠燕然熙照晖晗晓昊昕昱昭晟景晴智暄曦朗朝望木本根栋梁楠桐柯栩树梦楷榕权柱标格桦水泉汉沁泓泳洲浦涵清渊湘源溪滨潇澄澜灵炜一二三四六七九千百万元士壮尚尧展岩岚峻崇嵩川州巧巍帆帅希常干年广庭延弘彪征徽心忆志念怀恩悦情惟意愿慕懿成戈才扬承拓振捷授掌政教敏敬斐斯方施旋日时旦昂易映显普曼会有朋来杨松枫柔桂桢梅棠楚欢歌武殿毓民汝沐泰浩淇满漫爱爽牧特献玄玖玫环现珏理瑄瑞瑶璋甜甫田由申男界留畅皓益盈相真知石硕磊示祎祯禹禾科秀程稳立竞笑笛筠简米红纪纯纳纲绍维绮缘罡羽翎耀聪聿育胤能自至致舒航舟艺艾芊芮苏苗英茂范茗荔莘菁萌萱葆蒙蓝蔚蕊薪藩虹行衍裕言誉诺谊谦豪贝财贯贺赞超越路轶辉迅迎运连迪逸逵道邦郁部采里重野钊铃铎镇镜长闯闻阔雄雅雯霏青靖韬韵音韶顺颂风飒馨骁骏高魁鲁麒麟黎默齐龄仪任伊伍伦伯伶伊佑作佩依侠侣保俐俊信修倩倬健傲儒元允兆先光克兵其典冉冠冬冰冲净凌凝凡凤凯刃初利力加功劲励勃勇勤勋化北千升卉卓南占卫卿厚友双发叶召可史同名向君启吟吕和咏品哲唯唱善喆嘉囡圆圣坤城培基堂墨壮声夏多夕奇奎奕好如妙娣娴婕媚子孟季宁宇守安宗官定宜宝实宪宫容宽宾密寅富寒寓封将尔鹃靓湛嫚媱珀琰瑗璞昀晔暖泱渝沅汐沫淳滢濛焓琬祺筱羲翊翰翾聆芃芷苒茵荞菀萧葳蔓薏谨跃邈锴镕闵阅隽霁颐骞骥鸣麟黛叙垚妤婵宥岱峥弈彧忻恺悠惜朔杭梧棋楹槿歆沣泠洛浚渺溢灏煊玺珩盼睦砚祉禧稚笙箫纾绎臻舜苓菡蓁薰衡赫逍遥郡钦铠锡驰骐坦磐岭坡芹芍芙莞荃菱葵萃桥桑梓潮涌洲港湖汀汛沧泾洵淇淮滔澎涯炳炯炫烽焰煌煦熹琏琨琥瑟璘甄畴盟瞻矢砺碁祝禄秉秋秦穗筹粤纬纶绪绣缨耘肃胤腾臣艳芯荟蕙虞蛟裔谋谟豫贞贾赋赐赢跻轲辅辽邢郎酉钊铃铿锭镜镛闽阁隆雍霄韩顾颉颖颜飏馥骋骅鲜鲤鸽鹊麾";

/// Characters that stand in given names far oftener than in words, commonest first (`data/given.py`).
const MEASURED: &str = include_str!("../../data/given.txt");

/// Characters that end a name: particles, pronouns and the verbs of the trade.
const ENDERS: &str = "的了是在吗呢吧啊哦呀哈嘛与跟及给到去说请要想不没就都也还很太这那你我他她您它们把被让叫用从对个只买退换修送装寄收打接查问办订付拿找做看听走快总再又才刚已将曾号电手联地住身签";

static SINGLE: LazyLock<HashSet<char>> = LazyLock::new(|| COMMON.chars().collect());
static FREQUENT: LazyLock<HashSet<char>> = LazyLock::new(|| COMMON.chars().take(110).collect());
static GIVEN_SET: LazyLock<HashSet<char>> = LazyLock::new(|| GIVEN.chars().chain(MEASURED.trim_end().chars()).collect());
static COMPOUND_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| COMPOUND.split(' ').collect());
static ENDER_SET: LazyLock<HashSet<char>> = LazyLock::new(|| ENDERS.chars().collect());

/// Surnames that are far more often a word: believed only with a full name or a label.
const SHY: &str = "和向时成明全应单都时于有那关管查解常安方万高金白能连路车师文武边商古米党司麻荣应包宁华";

/// Words and brands that begin like a name and that the dictionary takes for one or does not know.
const NOT_NAMES: &str = "麦克风 潘婷 西门子 莫泰 夏新 索爱 索尼 希尔顿 阿尔卡特 区号 陈醋 贾国龙 杨国福 杨铭宇 张亮 鲍师傅 徐福记 王小卤 王小帅 袁记 熊大爷 谢馥春 康婷 韩后 韩束 高露洁 高洁丝 丁家宜 丁香园 贝因美 章光 宋河 金六福 金利来 金丝猴 金帝 柳橙汁 毛肚 阿玛尼 阿迪 古驰 路易威登 百雀羚 郁美净 莫斯利安 安慕希 安满 史努比 麦斯威尔 雷克萨斯 雷诺 雷朋 罗莱 罗蒙 罗西尼 唐狮 马克华菲 柒牌 利郎 劲霸 海澜 方正 方特 苏宁 苏菲 乐乐茶 喜茶 江中 江铃 江淮 白云山 安利 安琪 安儿乐 乔丹 卫龙 金锣 金典 金庸 米其林 舒肤佳 舒蕾 霍尼韦尔 飞利浦 马可波罗 马克西姆 马自达 马爹利 万宝龙 万艾可 温碧泉 易方达 付费通 华莱士 德克士 柏翠 安尔乐 易烊千玺 任天堂 林清轩 毛戈平 李子柒 周生生 谢瑞麟 张一元 吴裕泰 谭木匠 钱大妈 陶陶居 沈大成 杜蕾斯 雷允上 施华洛 步步高 花西子 花洒头 古茗 过期 过敏 过年 过来 过去 山姆 农夫山泉 农行 东鹏 红牛 公牛 公交 惠普 惠人 利群 富士 富光 松下 广汽 公司 居家 相机 丰巢 全家 全棉 满记 温州 温控 温馨 温暖 温和 和气 和谐 任意 任选 任务 明细 明显 石榴 段位 时段 江米 康乃馨 关东煮 东方明珠 东方财富 东方航空 唐三彩 谢谢 明白 文明 和尚 王朝 康熙 陆军 卫星 雷达 荣誉 古老 冷笑 武林 明星 宫殿 师傅 胡同 顾问 王爷 师兄 师哥 师母 顾客 荣获 高明 文武 石英 高潮 齐全 黄金周 辛勤 米粉 胡子 桂林 柏林 王府 叶子 安静 孔子 白领 康复 沙滩 师范 梅花 吉祥 周转 杜鹃花 孙子 宁可 凌辱 高僧 陈述 丛林 马匹 胡说 关怀 林立 温泉 白宫 蒙古人 陈列 宫城 宁静 蓝天 金刚 左翼 师生 冷汗 安抚 许可 朱红 牛顿 柴禾 杜绝 卓越 沙丘 白莲 石狮 童子 祝贺 白石 兰花 张江 高科 申通 华为 方太 华帝 康宝 康佳 安踏 李宁 张小泉 王老吉 周黑鸭 老干妈 江小白 康师傅 周大福 周大生 李锦记 王致和 王守义 马应龙 陈克明 石家庄 范思哲 金龙鱼 苏泊尔 云南白药 李子园 阿里 王者荣耀 江南 江北 江东 江西 江苏 海尔 单位 成本 成品 高配 万达 万科 华润 华联 金茂 安卓 金牌 金卡 白卡 黑卡 安利 华语 华夏 夏天 夏季 秋天 冬天 温度 温水 常温 常用 常规 全部 全新 全款 全额 成都 成功 任何 应该 时候 时间 明天 明年 明明 明日 方便 方式 方法 方案 方向 万一 万元 万能 高级 高度 高清 高压 高温 高铁 金额 金属 金色 黄色 白色 蓝牙 蓝色 白天 水壶 水管 水箱 水电 水压 石墨 石材 马上 马桶 马达 马路 牛奶 雷雨 雷电 龙头 毛巾 毛病 毛利 钱包 钱款 关门 关闭 关于 关机 车架 车牌 车主 车位 路上 路口 路由 连接 连续 连锁 时长 管理 管道 管家 安排 安全 安装 安静 和平 平安 平台 平时 平板 平均 周末 周边 周年 周期 常见 于是 别人 房间 房子 房东 房产 谷歌 米饭 米家 米线 党员 计划 计算 计价 戴尔 戴森 罗技 雷蛇 祝您 祝你 梅雨 柳州 梁上 杜比 叶片 严重 严格 莫名 习惯 应急 支付 支持 包装 包邮 包括 包含 包安装 关系 关注 解决 解释 查询 查看 查收 盛夏 鲍鱼 鲜花 花费 花园 花茶 花洒 经理 经常 计时 单独 单品 单身 单子 单号 单据 景区 盘子 商品 商城 商场 商家 商务 商量 文件 文字 武汉 庆典 申请 申诉 向您 向你 童车 童装 阳台 阳光 汤圆 汤底 乐器 乐高 凌晨 强制 屈臣氏 喻为 国美 国产 国补 曲奇 家电 封口 储值 储物 满意 池子 桑拿 甘蔗 金桔 白桃 青提 红茶 柏油 巫山 仰望 冷藏 冷冻 冷水 冷饮 尚未 时尚 舒服 舒适 纪念 项目 项链 贝壳 蒙牛 涂料 成分 成交 成人 丰田 本田 江景 江边 易碎 易拉 易损 齐了 常来 常备 万里 万块";

static NOT_NAME_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NOT_NAMES.split(' ').collect());

/// A brand or a word that begins like a name.
pub(super) fn is_brand(word: &str) -> bool {
    NOT_NAME_SET.contains(word)
}

pub(super) fn is_surname(c: char) -> bool {
    SINGLE.contains(&c)
}

pub(super) fn is_frequent(c: char) -> bool {
    FREQUENT.contains(&c)
}

pub(super) fn is_shy(c: char) -> bool {
    SHY.contains(c)
}

/// A surname of everyday words, see [`RARE`].
pub(super) fn is_rare(c: char) -> bool {
    RARE.contains(c)
}

pub(super) fn is_compound(two: &str) -> bool {
    COMPOUND_SET.contains(two)
}

pub(super) fn is_given(c: char) -> bool {
    GIVEN_SET.contains(&c)
}

pub(super) fn is_ender(c: char) -> bool {
    ENDER_SET.contains(&c)
}

pub(crate) fn is_word(word: &str) -> bool {
    dictionary().has_word(word)
}

/// The dictionary also holds thousands of names of people who were once in the news, tagged as things; they are rare.
const COMMON_FROM: usize = 20;

/// A dictionary word that is common and that the dictionary does not call a person.
pub(super) fn is_common_word(word: &str) -> bool {
    let words = dictionary();
    NOT_NAME_SET.contains(word)
        || words.has_word(word)
            && words.suggest_freq(word) >= COMMON_FROM
            && !words.tag(word, false).first().is_some_and(|tag| tag.word == word && tag.tag.starts_with("nr"))
}

/// A word by the dictionary alone, no guessing: its pieces.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    dictionary().cut(text, false).into_iter().map(|token| token.word).collect()
}

/// Words with the dictionary's tags; unknown runs are cut by their characters and tagged `x`.
pub(crate) fn tagged<'t>(dictionary: &'t Jieba, text: &'t str) -> Vec<(&'t str, &'t str)> {
    dictionary.tag(text, true).into_iter().map(|tag| (tag.word, tag.tag)).collect()
}
