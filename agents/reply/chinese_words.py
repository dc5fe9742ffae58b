"""Values and names of attributes in Chinese, for replies. What stands in no table stays as the catalogue words it."""

from __future__ import annotations

import re

from tools.vision.colour_names import BY_NAME, NAMES

_HAN = re.compile(r"[\u3400-\u9fff]")

ATTRIBUTES = {
    "brand": "品牌",
    "category": "品类",
    "color": "颜色",
    "colour": "颜色",
    "collection": "系列",
    "delivery": "送达日期",
    "delivery_days": "送达天数",
    "department": "部门",
    "diagonal": "屏幕尺寸",
    "feature": "功能",
    "fit": "版型",
    "gender": "适用人群",
    "inseam": "裤长",
    "length": "长度",
    "material": "材质",
    "neckline": "领型",
    "pack_size": "每包件数",
    "panel": "面板",
    "pattern": "图案",
    "price": "价格",
    "refresh_rate": "刷新率",
    "resolution": "分辨率",
    "seller": "卖家",
    "shoe_size": "鞋码",
    "size": "尺码",
    "sleeve": "袖长",
    "strap": "肩带",
    "style": "款式",
    "use": "用途",
    "waist": "腰围",
    "width": "宽度",
}
STATUS = {"paid": "已付款", "shipped": "已发货", "delivered": "已送达", "cancelled": "已取消", "returned": "已退货"}

_COLOURS = """
black 黑色|white 白色|grey 灰色|gray 灰色|charcoal 炭灰色|silver 银色|navy 藏青色|blue 蓝色|light blue 浅蓝色
dark blue 深蓝色|teal 蓝绿色|turquoise 绿松石色|green 绿色|light green 浅绿色|dark green 墨绿色|olive 橄榄绿
khaki 卡其色|mint 薄荷绿|red 红色|burgundy 酒红色|maroon 栗红色|pink 粉色|rose 玫瑰色|magenta 洋红色
coral 珊瑚色|orange 橙色|mustard 芥末黄|yellow 黄色|gold 金色|cream 奶油色|ivory 象牙色|off-white 米白色
beige 米色|tan 驼色|camel 驼色|brown 棕色|purple 紫色|violet 紫罗兰色|lilac 丁香紫|lavender 薰衣草紫
multicolour 彩色|multicolored 彩色|champagne 香槟色|light grey 浅灰色|dark grey 深灰色|royal blue 宝蓝色
sky blue 天蓝色|cyan 青色|indigo 靛蓝色|bronze 古铜色|copper 铜色|rust 铁锈色|peach 桃色|lime 青柠绿
"""
_GOODS = """
t-shirt T恤|sneaker 运动鞋|sweater 毛衣|dress 连衣裙|shirt 衬衫|boot 靴子|running shoe 跑鞋|sandal 凉鞋
trousers 长裤|pants 长裤|hoodie 连帽衫|jeans 牛仔裤|shorts 短裤|hiking boot 登山靴|jacket 夹克
rain jacket 防雨夹克|coat 大衣|coffee maker 咖啡机|skirt 半身裙|down jacket 羽绒服|polo shirt 翻领T恤
blazer 西装外套|tv 电视|television 电视|sweatshirt 卫衣|cardigan 开衫|loafer 乐福鞋|pump 高跟鞋|leggings 紧身裤
speaker 音箱|kettle 水壶|lamp 灯|backpack 双肩包|headphones 耳机|handbag 手提包|mug 马克杯|cushion 靠垫
blanket 毯子|duffel bag 旅行袋|tote 托特包|messenger bag 邮差包|smartwatch 智能手表|vase 花瓶|kitchen knife 厨刀
pan 平底锅|beanie 毛线帽|soundbar 回音壁|earbuds 耳塞|laser level 激光水平仪|power station 户外电源|wine 葡萄酒
hearing aid 助听器|whisky set 威士忌套装|apparel 服装|clothing 服装|shoes 鞋履|home 家居|electronics 电子产品
bags 箱包|scarf 围巾|gloves 手套|socks 袜子|hat 帽子|cap 鸭舌帽|belt 腰带|wallet 钱包|suitcase 行李箱
laptop 笔记本电脑|umbrella 雨伞
"""
_MATERIALS = """
cotton 棉|organic cotton 有机棉|piqué cotton 珠地棉|linen 亚麻|wool 羊毛|merino wool 美利奴羊毛|lambswool 羔羊毛
cashmere 羊绒|polyester 涤纶|recycled polyester 再生涤纶|nylon 尼龙|denim 牛仔布|leather 真皮
vegan leather 纯素皮革|faux leather 人造革|suede 麂皮|nubuck 磨砂皮|canvas 帆布|mesh 网布|fleece 抓绒|silk 真丝
satin 缎面|velvet 丝绒|corduroy 灯芯绒|viscose 粘胶|flannel 法兰绒|down 羽绒|ceramic 陶瓷|stoneware 炻器
porcelain 瓷|glass 玻璃|stainless steel 不锈钢|steel 钢|metal 金属|aluminium 铝|cast iron 铸铁|enamel 搪瓷
wood 木|plastic 塑料|silicone 硅胶|rubber 橡胶|cork 软木|fabric 布艺|bamboo 竹|titanium 钛|brass 黄铜
"""
_LOOKS = """
solid 素色|plain 素色|checked 格子|plaid 格子|striped 条纹|floral 碎花|dotted 波点|polka dot 波点
camouflage 迷彩|regular 常规版型|relaxed 宽松版型|slim 修身|flared 喇叭形|straight 直筒|wide 宽版
oversized 超宽松|v-neck V领|crew neck 圆领|collar 翻领|lapel 西装领|turtleneck 高领|scoop neck 大圆领
long sleeve 长袖|short sleeve 短袖|sleeveless 无袖|women 女款|men 男款|unisex 男女通用|kids 儿童款|low top 低帮
high top 高帮|lace-up 系带|chelsea 切尔西款|stiletto 细跟|court 球场款|block heel 粗跟|espresso 意式浓缩
capsule 胶囊式|french press 法压壶|drip 滴滤式|industrial espresso 商用意式|moka pot 摩卡壶|hand filter 手冲
bean-to-cup 全自动现磨|lever espresso 拉杆意式|pour-over 手冲
"""
_USES = """
casual 休闲|office 办公|warm 保暖|party 派对|travel 旅行|summer 夏季|winter 冬季|hiking 徒步|running 跑步
camping 露营|training 健身|waterproof 防水|family 家庭|walking 散步|wedding 婚礼|windproof 防风|films 看电影
swimming 游泳|gaming 游戏|golf 高尔夫|tennis 网球|trail 越野|bedroom 卧室|music 音乐|professional 专业
cooking 烹饪|cycling 骑行|living room 客厅|single cup 单杯|yoga 瑜伽|gift 送礼|building 施工|emergency 应急
garden 花园|shopping 购物|health 健康|dinner 晚餐|studio 工作室|formal 正装|commuting 通勤|beach 海边
"""
_FEATURES = """
hood 连帽|zip 拉链|five pockets 五个口袋|kangaroo pocket 袋鼠兜|pockets 口袋|insulated 保温|lightweight 轻便
ankle support 护踝|smart tv 智能电视系统|buttons 纽扣|bluetooth 蓝牙|hdr HDR|pit zips 腋下透气拉链
cushioned 缓震|automatic 全自动|grippy sole 防滑鞋底|steam wand 蒸汽棒|phone pocket 手机袋|pump 水泵
detachable strap 可拆肩带|dishwasher safe 可进洗碗机|manual 手动|stovetop 炉灶用|taped seams 压胶接缝
wi-fi Wi-Fi|dimmable 可调光|packable 可收纳|electric 电动|low latency 低延迟|multi-room 多房间播放
noise cancelling 降噪|temperature control 可控温|wide strap 宽肩带|gps GPS|laptop sleeve 电脑夹层
local dimming 分区调光|rain cover 防雨罩|wide zip 宽拉链|foldable 可折叠|plumbed 直连水管
premium sound 高品质音响|reflective 反光|warm light 暖光|whistling 鸣笛|bottle pockets 水瓶袋|compact 小巧
heart rate 心率监测|high waist 高腰|induction 适用电磁炉|lithium battery 锂电池|milk frother 奶泡器
oven safe 可进烤箱|solar input 太阳能充电|anti-glare 防眩光|dual boiler 双锅炉|insulated jug 保温壶
prescription 需处方|rechargeable 可充电|shoe compartment 鞋仓|surround 环绕声|two groups 双头
voice control 语音控制|wall mount 可壁挂|wired 有线|wireless 无线|wireless box 无线连接盒|app 手机应用
folding handle 折叠手柄|glass server 玻璃分享壶|green laser 绿光激光|grinder 磨豆器|one group 单头
red laser 红光激光|subwoofer 低音炮|timer 定时器|tripod thread 三脚架螺口|tuner 调谐器|breathable 透气
stretch 弹力|quick-drying 速干|soft 柔软
"""


def _read(table: str) -> dict[str, str]:
    rows = (row.strip() for line in table.strip().splitlines() for row in line.split("|"))
    return {english: chinese for english, _, chinese in (row.rpartition(" ") for row in rows)}


_TABLES = {
    "color": _read(_COLOURS),
    "category": _read(_GOODS),
    "department": _read(_GOODS),
    "material": _read(_MATERIALS),
    "feature": _read(_FEATURES),
}
_ANY = {**_read(_FEATURES), **_read(_USES), **_read(_LOOKS), **_read(_MATERIALS), **_read(_GOODS), **_read(_COLOURS)}
QUALITIES = frozenset({**_read(_MATERIALS), **_read(_USES), **_read(_FEATURES)})  # in English, of any catalogue
_CAPITALS = frozenset({"size", "panel", "resolution"})
_SIZES = re.compile(r"(\d+(?:\.\d+)?) ?inch(?:es)?")


def in_chinese(value: str, attribute: str = "") -> str:
    """A value in Chinese; as it stands when it is Chinese already, a size, a name, or in no table."""
    if _HAN.search(value):
        return value
    folded = value.casefold().strip()
    if sized := _SIZES.fullmatch(folded):
        return f"{sized[1]} 英寸"
    known = _TABLES.get(attribute, {}).get(folded) or _ANY.get(folded)
    if known is None and folded in BY_NAME:
        known = NAMES[BY_NAME[folded]].chinese
    return known or (value.upper() if len(value) <= 4 and attribute in _CAPITALS else value)


def attribute_in_chinese(name: str) -> str:
    """The name of an attribute or of a product's option."""
    return ATTRIBUTES.get(name.casefold().replace(" ", "_"), name)
