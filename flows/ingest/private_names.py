"""What a person's name looks like in free text: after a label, before a title, in brackets, with 某.

A name that nothing announces cannot be told from other words; docs/trust.md says so.
"""

from __future__ import annotations

import re

from flows.ingest.private_numbers import Kind

NAME = "〔姓名〕"

# Surnames that hardly ever begin another word, so that 户主不同意 and 在某村 stay as they are.
_USUAL = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤花俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安乐傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾"
    "江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞柯莫房丁宣邓郁洪左石崔吉龚程邢裴陆荣翁荀甄封储靳段焦侯宁仇甘武符刘景詹"
    "束龙叶黎乔苍闻翟谭申冉桑桂牛燕冀尚温庄晏柴瞿阎慕茹习艾容易廖耿欧沃蔚隆聂敖冷阚简饶曾沙丰红盖仝"
    "丛岳帅亓綦逯闫肖付代佟佘卢卜苑万唱巩巴池滑仲伊宫谷栾逄邴郇牟辛刁迟晁井隋苟腾初矫丘兰粟车仉"
)
# They begin many words: a name only where the label leaves no doubt, or right before 某.
_DOUBTFUL = "于方白解包关查游常成向文连单水路时明冶年平元强全同卓宗应相公司管党修胥边"
_COMPOUND = (
    "欧阳|上官|诸葛|司马|司徒|司空|夏侯|皇甫|尉迟|公孙|令狐|慕容|宇文|长孙|端木|独孤|南宫|西门|轩辕|百里|呼延|澹台|"
    "太史|申屠|闻人|仲孙|鲜于|钟离|万俟|赫连|濮阳|淳于|太叔|拓跋|东方"
)
# Words of everyday texts that begin with a surname.
_COMMON_WORDS = (
    "马上|马路|马桶|方便|方面|方式|高兴|高度|高温|高空|高速|高音|高中|高考|安全|安排|安装|安静|平时|平均|平台|水费|水管|常年|"
    "常常|任何|任务|何时|何地|何处|何人|何况|何种|同意|同时|同样|时常|时间|时候|万一|万元|万分|关于|关系|关注|关心|关闭|成功|成立|"
    "成为|单位|单独|单价|金额|金钱|明确|明显|明天|严重|严格|严禁|黄金|白天|苗木|池塘|花费|花钱|花园|花坛|查询|查看|查处|查找|"
    "游客|红白|申请|申诉|石头|石料|石材|石桥|容易|温度|解决|解释|解答|连续|连夜|连接|年龄|年底|年初|元旦|和谐|强烈|全家|全部|"
    "全县|全村|全体|应该|应当|相关|相应|公开|公共|公司|公布|公告|公示|司机|管理|党员|修建|修复|修路|路灯|路面|路过|路边|文化|"
    "文艺|文体|文明|文物|向上|向你|向其|向我|易地|易燃|房屋|房子|房东|房顶|田地|田间|林地|林木|林场|江湖|谷物|景区|景点|米面|"
    "毛病|费用|康复|乐意|乐器|代办|代为|代理|代表|付款|付费|付出|付钱|隆重|简单|简直|冷清|丰富|沙子|沙发|沙土|尚未|习惯|"
    "习俗|左右|左边|左侧|井盖|井水|井口|车辆|车位|车子|车库|车牌|车主|车间|车站|初步|初一|初二|初三|初中|兰花|叶子|牛羊|牛奶|"
    "龙头|宁愿|宁可|康养|童年|夏天|夏季|季节|季度|项目|贝壳|皮肤|舒服|舒适|齐全|余额|余下|余款|顾客|顾虑|路口|程度|程序|"
    "荣誉|武装|武术|符合|储存|封闭|封路|段落|焦虑|焦急|洪水|洪涝|邓小平|毛主席|宣传|宣布|莫名|巴士|巴不得|章程|范围|"
    "谢谢|祝愿|祝福|席位|纪念|纪委|纪律|熊孩|卫生|卫生间|孔洞|许多|许可|施工|施肥|金融|陶瓷|苏打|雷雨|雷声|汤锅|罗列|毕业|毕竟|"
    "史料|唐突|柳树|柳絮|杨树|李子|桑树|桂花|燕子|温泉|温馨|温暖|庄稼|庄园|柴火|柴油|郁闷|裴回|凌晨|蓝天|黄色|红色|白色|"
    "黄瓜|梅雨|高跷|高铁|高压|高峰|高低|高手|高龄|高血压|安监|安心|安置|安居|安抚|燕崖|鲁村|中庄|悦庄|大张|西里|东里|"
    "东方红|东方广场|常去|常来|常住|常用|明知|成年|成本|成人|成绩|公交|公园|公益|公路|公章|公众|公厕|和平|和睦|元月|同事|同志|同村|"
    "水库|水泥|水电|水井|水源|水质|全天|全程|全年|全面|全额|相互|相邻|连带|连线|边上|边沟|修理|修缮|修好|修车|管道|管子|管委|党委|党组|"
    "应急|时长|时段|明年|路段|路基|路政|文旅|文件|文字|文书|文广|白云|白菜|白酒|包括|包含|包装|包村|包片|游泳|游戏|游览|游玩|"
    "查办|查验|查实|解除|解封|于是|向东|向南|向西|向北|向村|向镇|向县|向有|常态|年纪|年轻|年级|平房|平整|平坦|平方|"
    "林业|林权|田径|田埂|米线|钱款|钱财|付清|代缴|代收|万余|胡乱|胡同|丁字|钟表|钟头|康乐|江水|花木|花草|花鼓|景观|牛皮|高大"
)
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"


def _any_of(words: str) -> str:
    """Write words, given as a|b|c, as a pattern that looks at the first character before the rest."""
    rests: dict[str, list[str]] = {}
    for word in words.split("|"):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())


_WORDS = _any_of(_COMMON_WORDS)
# A name's second character is none of a place or a sentence: 鲁村李先生 is a 李先生.
_GIVEN = rf"(?:[{_HAN}](?<![村镇庄街路县市区园乡楼店号厂的是有位叫对和与及或被把向在]))"
_BLANK = r"[ \t\u00a0\u3000]{0,4}"
_FIRSTS = _USUAL + "".join(name[0] for name in _COMPOUND.split("|"))
_SURNAME = rf"(?=[{_FIRSTS}])(?!{_WORDS})(?:{_COMPOUND}|[{_USUAL}])"
_ANY_SURNAME = rf"(?=[{_FIRSTS}{_DOUBTFUL}])(?!{_WORDS})(?:{_COMPOUND}|[{_USUAL}{_DOUBTFUL}])"
# Where a name ends: at anything but a Chinese character, or before a word that goes on about the person.
_END = (
    rf"(?=[^{_HAN}]|$|电话|电|手机|住|反映|来电|来访|先生|女士|小姐|同志|称|说|讲|表示|希望|要求|请求|认为|咨询|投诉|举报|求助|诉|"
    r"建议|于|在|到|因|为|系|是|家|等|及|和|与|的|均|已|都|曾|仍|今年|现年|现住|男|女|身份证|微信|联系|地址|性别|年龄|您|你|我|他|她|，)"
)
# They announce a name, so that one is expected even where no pause follows it.
_ANNOUNCING = (
    r"姓名|名字|署名|户名|我叫|名叫|本人叫|联系人|诉求人|反映人|户主|来电人|投诉人|举报人|当事人|申请人|求助人|报修人|报案人|来访人|"
    r"来信人|留言人|咨询人|被访者|被访人|受访者|受访人|访问员|走访人|对接人|经办人|承办人|办理人|责任人|负责人|填报人|填表人|制表人|制表|"
    r"审核人|审核|审批人|审批|报送人|录入人|记录人|调查员|督导员|回访人|反馈人|接线员|话务员|法人|代表人|收款人|监护人|网格员"
)
# They say who somebody is; a name may follow, if a pause or a verb comes after it.
_ROLE = (
    r"村民|居民|市民|群众|游客|读者|邻居|用户|顾客|消费者|乘客|住户|租户|商户|摊主|店主|老板|业主|房主|车主|司机|家长|家属|"
    r"老人|老师|同志|本人|我是|书记|主任|站长|所长|科长|局长|院长|校长|队长|村医|会计|患者|死者|伤者|孩子|学生|"
    r"其父|其母|其妻|其夫|其子|其女|父亲|母亲|妻子|丈夫|爱人|儿子|女儿|孙子|孙女|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|姥姥|姥爷"
)
_TITLE = (
    r"先生|女士|小姐|同志|老师|师傅|大爷|大妈|大娘|大叔|大伯|大姐|大哥|阿姨|叔叔|奶奶|爷爷|老汉|书记|主任|镇长|村长|局长|科长|"
    r"所长|站长|校长|院长|经理|老板|医生|大夫|警官|律师"
)
_COLON = rf"(?:[(（][^()（）]{{1,6}})?[)）】\]]?{_BLANK}[:：]\s{{0,4}}"
_LINK = rf"[)）】\]]?{_BLANK}(?:[:：]\s{{0,4}}|[是为叫]{_BLANK})?"
# 张三（〔电话〕）、李四
_NEXT = rf"(?:[(（]?〔电话〕[)）]?)?[、,，/和及与]{_BLANK}"
_MORE = rf"(?:{_NEXT}{_ANY_SURNAME}{_BLANK}{_GIVEN}(?:{_BLANK}{_GIVEN})??{_END})*"
_WITH_PAUSE = rf"(?:{_BLANK}{_GIVEN}){{1,3}}?{_BLANK}{_END}"

# After a colon any short word is taken for a name.
_AFTER_ANNOUNCING = (
    rf"{_COLON}(?P<word>(?:[{_HAN}]{{2,4}}|[{_HAN}]{_BLANK}[{_HAN}]{{1,2}})(?:[·•][{_HAN}]{{1,8}})?{_MORE})"
    rf"(?=[^{_HAN}]|$|电话|手机|身份证|联系)"
    rf"|{_LINK}(?P<name>{_SURNAME}(?:{_WITH_PAUSE}|{_BLANK}{_GIVEN}{_BLANK}{_GIVEN}){_MORE})"
    rf"|{_COLON}(?P<rare>{_ANY_SURNAME}{_WITH_PAUSE}{_MORE})"
)
_AFTER_CALLED = rf"{_LINK}(?P<name>{_ANY_SURNAME}(?:{_WITH_PAUSE}|{_BLANK}{_GIVEN}{_BLANK}{_GIVEN}){_MORE})"
_AFTER_ROLE = rf"{_COLON}(?P<named>{_ANY_SURNAME}{_WITH_PAUSE}{_MORE})|(?P<name>{_SURNAME}{_WITH_PAUSE}{_MORE})"
# 某市民(张某某), 王女士（王丽）: what stands before the bracket ends as people are called.
_IN_BRACKETS = (
    rf"[民众客者居户主板家机长属人师志友员公婆生士父母妻夫子女亲]某{{0,2}}{_BLANK}[(【\[]{_BLANK}"
    rf"(?P<name>{_ANY_SURNAME}(?:{_BLANK}{_GIVEN}){{1,3}}?){_END}"
)
_BEFORE_TITLE = (
    rf"(?:(?P<name>{_SURNAME}{_GIVEN}{{0,2}})"
    rf"|(?:(?<![{_HAN}])|(?<=[位的找和请]))(?P<rare>[{_DOUBTFUL}])){_BLANK}(?:{_TITLE})"
)
_SECOND = "|".join(f"(?<={name[0]}){name[1]}" for name in _COMPOUND.split("|"))
# Begins with what it looks for, as the patterns of numbers do.
_SOMEONE = (
    rf"[{_FIRSTS}{_DOUBTFUL}](?:"
    rf"(?<![一每上下本].)(?:{_SECOND}|(?<=[{_USUAL}]))(?:某某?|[×✕*xX]{{1,3}}(?![A-Za-z0-9×*]))"
    rf"|(?<=[{_DOUBTFUL}])(?<![关由对在].)某(?:某|(?=[，。、；：,;:()\s]|$|反映|来电|先生|女士|称|说)))"
)


def parted_by_blanks(text: str) -> list[str]:
    """Return the names in a text whose only marks are blanks: one whose characters are spaced, or several names."""
    words = text.split()
    return words if all(len(word) > 1 and not word.isascii() for word in words) else [text.strip()]


# A cell that is nothing but a name.
FULL_NAME = re.compile(rf"{_ANY_SURNAME}[{_HAN}·]{{1,3}}")

MASKED = (Kind(NAME, re.compile(_SOMEONE)),)
MAY_BE_MASKED = re.compile("[某×✕*＊xXｘＸ]")
ANNOUNCED = (
    Kind(NAME, re.compile(_AFTER_ANNOUNCING), after=re.compile(_any_of(_ANNOUNCING))),
    Kind(NAME, re.compile(_AFTER_CALLED), after=re.compile(_any_of("姓名|署名|户名|我叫|名叫|本人叫"))),
    Kind(NAME, re.compile(_AFTER_ROLE), after=re.compile(_any_of(_ROLE))),
)
# What can stand between a label and a name, or begin one; most texts go on otherwise. A search for the last character
# of a label and for what follows it finds little to look at before it.
_LABELS = sorted({*_ANNOUNCING.split("|"), *_ROLE.split("|")})
MAY_BE_ANNOUNCED = re.compile(
    rf"[{''.join(sorted({label[-1] for label in _LABELS}))}](?=[\s:：是为叫(（)）】\]{_FIRSTS}{_DOUBTFUL}])"
    rf"(?:{'|'.join(f'(?<={label})' for label in _LABELS)})"
)
BRACKETED = (Kind(NAME, re.compile(_IN_BRACKETS)),)
TITLED = (Kind(NAME, re.compile(_BEFORE_TITLE)),)
MAY_BE_TITLED = re.compile(_any_of(_TITLE))
