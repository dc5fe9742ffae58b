"""What Chinese shoppers call goods. Left, English words for them, of which the first that the catalogue has is taken.

Written in simplified characters; what is typed in traditional ones is brought to these first, so words that only
Taiwan and Hong Kong use stand here too (洋装, 笔电).
"""

from __future__ import annotations

from agents.intent.tokens import listed

GOODS = """
coffee maker, coffee machine | capsule = 胶囊咖啡机
coffee maker, coffee machine | drip = 滴滤咖啡机 美式咖啡机 滴漏咖啡机
coffee maker, coffee machine | moka pot = 摩卡壶
coffee maker, coffee machine | french press = 法压壶
coffee maker, coffee machine | pour-over = 手冲壶 手冲咖啡壶
boot, boots | chelsea = 切尔西靴
t-shirt, tee | long sleeve = 长袖T恤 长T
sweater | wool = 羊毛衫 纯羊毛衫 羊毛毛衣
sweater | cashmere = 羊绒衫 羊绒毛衣
sweater | merino wool = 美利奴毛衣
coat | wool = 羊毛大衣 毛呢大衣 呢子大衣 呢大衣 呢绒大衣
coat | cashmere = 羊绒大衣
jacket | denim = 牛仔外套 牛仔夹克 牛仔衣
jacket | leather = 皮衣 皮夹克 机车皮衣
jacket | fleece = 抓绒外套 摇粒绒外套 抓绒衣
blazer | wool = 呢子西装
boot | leather = 皮靴
shoes | leather = 真皮鞋
shorts | denim = 牛仔短裤
skirt | denim = 牛仔裙
shirt | denim = 牛仔衬衫
dress | floral = 碎花裙
dress | wedding = 婚纱
dress | party = 晚礼服
skirt | plain = 素色裙
sneaker, trainer | canvas = 帆布鞋
tote, tote bag, bags | canvas = 帆布包 帆布袋
belt | leather = 皮腰带
gloves, glove | leather = 皮手套
mug, coffee mug | ceramic = 陶瓷杯 瓷杯
mug, coffee mug | glass = 玻璃杯
mug, coffee mug | enamel = 搪瓷杯
pan | cast iron = 铸铁锅
pan | stainless steel = 不锈钢锅
backpack, rucksack | hiking = 登山包 徒步包
backpack, rucksack | travel = 旅行背包
backpack, rucksack | laptop sleeve = 电脑双肩包 电脑背包
leggings, tights = 瑜伽裤
leggings, tights = 健身裤
headphones, headset | gaming = 游戏耳机 电竞耳机
headphones, headset | bluetooth = 蓝牙耳机
earbuds, earphones, headphones | bluetooth = 蓝牙耳塞
earbuds, earphones, headphones | wireless = 真无线耳机
speaker | bluetooth = 蓝牙音箱 蓝牙音响
tv, television | smart tv = 智能电视
lamp, table lamp, desk lamp | bedroom = 床头灯
cardigan | wool = 羊毛开衫
cardigan | cashmere = 羊绒开衫
scarf | wool = 羊毛围巾
scarf | cashmere = 羊绒围巾
scarf | silk = 丝巾 真丝围巾
blanket, throw | wool = 羊毛毯
pyjamas, pajamas, sleepwear | silk = 真丝睡衣
down jacket | lightweight = 轻羽绒 轻薄羽绒服
t-shirt, tee = 半袖 T恤 短T T恤衫 体恤 体恤衫 T桖 短袖 短袖T恤 圆领T恤 打底衫 文化衫 汗衫 上衣T恤
long sleeve t-shirt, t-shirt = 
polo shirt, polo = polo衫 翻领T恤 保罗衫 马球衫
shirt = 衬衫 衬衣 衫衣 恤衫 牛津纺衬衫
blouse, shirt = 雪纺衫 女衬衫 罩衫
sweater, jumper, pullover = 毛衣 毛衫 针织衫 线衣 套头衫 套头毛衣 打底毛衣 针织毛衣 毛线衣 冷衫
hoodie, hooded sweatshirt = 套头帽衫 帽衣 连帽衫 帽衫 连帽卫衣 带帽卫衣 帽T 有帽卫衣 卫衣 连帽上衣
sweatshirt, hoodie = 圆领卫衣 无帽卫衣 大学T 运动衫 套头卫衣
cardigan = 开衫 针织开衫 开襟衫 针织外套 毛衣开衫 开襟毛衣
jacket = 夹克 外套 夹克衫 外衣 甲克 茄克 飞行夹克 棒球服 冲锋夹克 机车夹克 工装外套 褛
rain jacket, raincoat, waterproof jacket, jacket = 冲锋衣 雨衣 防雨外套 防雨夹克 硬壳 雨披 防水服 硬壳冲锋衣 防雨衣
windbreaker, jacket = 防风衣 皮肤衣 防晒衣 防晒服 防风外套 风衣外套
down jacket, puffer jacket, puffer, jacket = 羽绒服 羽绒衣 羽绒 羽绒外套 羽绒夹克 面包服 鹅绒服 鸭绒服
padded jacket, down jacket, jacket, coat = 棉服 棉衣 棉袄 棉外套 棉夹克
coat, overcoat = 大衣 长外套 双面呢
trench coat, coat = 风衣 长风衣
parka, coat, jacket = 派克大衣 派克服 派克
fleece jacket, fleece, jacket = 软壳 软壳衣
blazer, suit jacket, jacket = 西装外套 西服外套 西装 西服 小西装 休闲西装 正装外套 西装上衣
suit = 套装 西服套装 成套西装
vest, gilet, waistcoat = 马甲 背心外套 坎肩 马夹 羽绒马甲
tank top, tank, vest = 背心 吊带 吊带衫 无袖衫 小背心 运动背心
dress = 连衣裙 连身裙 洋装 裙装 长裙子 礼服 小礼服 礼服裙 小黑裙 连衣长裙 吊带裙 衬衫裙
skirt = 半身裙 半裙 短裙 裙子 百褶裙 a字裙 长裙 迷你裙 包臀裙 伞裙 裙
jeans, denim jeans = 牛仔裤 牛仔长裤 丹宁裤 单宁裤
trousers, pants = 裤子 长裤 休闲裤 西裤 西装裤 直筒裤 阔腿裤 工装裤 卡其裤 裤 正装裤 九分裤 束脚裤 锥形裤 哈伦裤
joggers, sweatpants, trousers, pants = 运动裤 卫裤 慢跑裤 棉裤 运动长裤
hiking trousers, trousers, pants = 冲锋裤 登山裤 徒步裤
shorts = 短裤 五分裤 沙滩裤 热裤 中裤
leggings, tights = 打底裤 紧身裤 压缩裤 鲨鱼裤 leggings裤
pyjamas, pajamas, sleepwear = 睡衣 家居服 睡袍 睡裙
underwear = 内衣 内裤 文胸 胸罩 平角裤
socks, sock = 袜子 短袜 长袜 船袜 棉袜 袜
swimsuit, swimwear = 泳衣 泳装 比基尼 泳裤 游泳衣
beanie, knitted hat, hat = 毛线帽 针织帽 冷帽 毛帽 绒线帽 保暖帽 套头帽
hat, beanie = 帽子 渔夫帽 遮阳帽 草帽 礼帽 贝雷帽 毡帽
cap, baseball cap, hat = 棒球帽 鸭舌帽 太阳帽 空顶帽
scarf = 围巾 围脖 披肩 颈巾
gloves, glove = 手套
belt = 皮带 腰带 裤带
tie = 领带 领结
sneaker, trainer = 运动鞋 球鞋 板鞋 小白鞋 休闲鞋 波鞋 老爹鞋 布鞋 潮鞋 德训鞋 滑板鞋 旅游鞋
basketball shoe, sneaker = 篮球鞋
running shoe, sneaker, trainer = 跑鞋 跑步鞋 慢跑鞋 路跑鞋 马拉松鞋
boot, boots = 靴子 短靴 长靴 马丁靴 靴 高筒靴 中筒靴 踝靴 工装靴
snow boot, boot = 雪地靴 雪靴
rain boot, wellington, boot = 雨靴 雨鞋 水鞋
hiking boot, hiking shoe, boot = 登山鞋 徒步鞋 登山靴 徒步靴 户外鞋 越野鞋 爬山鞋 行山鞋
sandal = 凉鞋 罗马鞋 沙滩鞋 凉拖 夹脚凉鞋
slipper, flip-flop, sandal = 拖鞋 人字拖 家居鞋 棉拖
loafer = 乐福鞋 豆豆鞋 一脚蹬 懒人鞋 便鞋 乐福 莫卡辛鞋
pump, heels, high heels = 高跟鞋 细高跟 细跟鞋 高跟 单鞋 尖头鞋
flats, ballet flat, loafer = 平底鞋 芭蕾鞋 玛丽珍鞋
dress shoe, oxford, loafer = 皮鞋 正装鞋 牛津鞋 德比鞋 商务鞋
backpack, rucksack = 双肩包 双肩背包 背包 书包 后背包 学生包 背囊 背包包
tote, tote bag = 托特包 购物袋 大手袋 托特 手提袋 环保袋
handbag, purse = 手提包 手袋 女包 拎包 包包 坤包 小提包
crossbody, crossbody bag, shoulder bag, messenger bag = 斜挎包 斜跨包 单肩斜挎包 斜背包 单肩包 挎包 侧背包 小方包
    链条包
messenger bag, briefcase = 邮差包 信使包 公文包 公事包 电脑包 公文袋 邮差袋
duffel bag, duffel, travel bag = 旅行袋 旅行包 健身包 行李袋 运动包 桶包 手提旅行袋 健身袋
fanny pack, waist bag, belt bag = 腰包 胸包
wallet = 钱包 钱夹 皮夹 卡包 零钱包 皮夹子 银包 短夹 长夹
suitcase, luggage = 行李箱 拉杆箱 旅行箱 登机箱 皮箱 行李
mug, coffee mug = 马克杯 咖啡杯 水杯 杯子 茶杯 杯 早餐杯 牛奶杯
glass, tumbler, mug = 酒杯
thermos, vacuum flask, travel mug, water bottle, mug = 保温杯 保温瓶 暖水瓶 随行杯 保温壶
water bottle, bottle, kettle = 水壶 水瓶 运动水壶 水樽
teapot = 茶壶 茶具
espresso machine, espresso maker, coffee maker | espresso = 意式咖啡机 浓缩咖啡机 半自动咖啡机 意式机 意式浓缩咖啡机
    意式浓缩机
coffee maker, coffee machine = 咖啡机 咖啡壶 滤杯 咖啡机器 全自动咖啡机
coffee grinder, grinder = 磨豆机
coffee, coffee beans = 咖啡豆 咖啡粉
kettle, electric kettle = 电热水壶 烧水壶 热水壶 电水壶 开水壶 电热壶 煮水壶 快煮壶
lamp, table lamp, desk lamp = 台灯 灯 灯具 落地灯 夜灯 小夜灯 桌灯 书桌灯 阅读灯 吊灯 电灯 壁灯 护眼灯 小灯
cushion, throw pillow = 靠垫 抱枕 靠枕 坐垫 腰枕 枕垫 靠背垫
pillow, cushion = 枕头
blanket, throw = 毯子 毛巾被 休闲毯 毛毯 盖毯 毛毯子 沙发毯 薄毯 披毯 午睡毯 毯 绒毯 空调毯
quilt, duvet = 被子 棉被 羽绒被
bedding, bed sheet = 床单 四件套 床上用品 被套
curtain = 窗帘
carpet, rug = 地毯 地垫
towel = 毛巾 浴巾
vase = 花瓶 花器 花樽
frying pan, pan, skillet = 平底锅 煎锅 不粘锅 炒锅 锅 锅子 锅具 铁锅 煎盘 平锅 炒菜锅
pot, saucepan, pan = 汤锅 奶锅 炖锅
plate, bowl = 盘子 碗 餐具 碗碟
kitchen knife, knife = 菜刀 厨刀 刀 厨房刀 主厨刀 刀具 水果刀
tv, television = 电视 电视机 彩电 电视屏 液晶电视 电视机子 平板电视
soundbar, speaker = 回音壁 条形音箱 音响条 声霸 条形音响
speaker = 音箱 音响 喇叭 扬声器 小音箱 音箱音响
headphones, headset = 耳机 头戴式耳机 头戴耳机 耳麦 耳罩式耳机 罩耳式耳机 大耳机
earbuds, earphones, headphones = 耳塞 入耳式耳机 无线耳塞 耳塞式耳机 入耳耳机 tws耳机 tws 小耳机
smartwatch, smart watch, watch = 智能手表 智慧手表 智慧型手表 智能腕表 电子表 手环 智能手环 智慧手环
watch, smartwatch = 手表 腕表 机械表 石英表
hearing aid = 助听器
laser level = 激光水平仪 水平仪 激光水准仪 雷射水平仪
power station, power bank = 户外电源 移动电源 储能电源 便携电源 电源站 行动电源
power bank = 充电宝
wine = 红酒 葡萄酒 白葡萄酒 红葡萄酒 白酒 起泡酒
whisky set, whisky = 威士忌 威士忌酒 威士忌套装
laptop, notebook = 笔记本电脑 笔记本 笔电 手提电脑 电脑本 轻薄本
computer, desktop = 电脑 台式机 台式电脑 计算机 主机
monitor, display = 显示器 屏幕 萤幕 显示屏
keyboard = 键盘 机械键盘
mouse = 鼠标 滑鼠
phone, smartphone = 手机 智能手机 手提电话
tablet = 平板 平板电脑
camera = 相机 照相机 单反
charger = 充电器 充电头
cable = 数据线 充电线
umbrella = 雨伞 伞 遮阳伞 折叠伞
sunglasses = 墨镜 太阳镜 太阳眼镜
glasses = 眼镜
tent = 帐篷 帐棚 账篷
sleeping bag = 睡袋
bicycle, bike = 自行车 单车 脚踏车 山地车
yoga mat = 瑜伽垫 瑜珈垫
chair = 椅子 办公椅 电脑椅 躺椅 凳子
desk, table = 桌子 书桌 电脑桌 茶几 餐桌
sofa, couch = 沙发
bed, mattress = 床 床垫
shelf, bookcase = 书架 架子 置物架 书柜
mirror = 镜子
candle = 蜡烛 香薰蜡烛
clock = 闹钟 挂钟
toy = 玩具 积木 公仔 毛绒玩具
book = 书 书籍 小说
perfume = 香水
lipstick = 口红 唇膏
necklace, jewelry = 项链 首饰 饰品
ring = 戒指
earrings, earring = 耳环 耳钉
bracelet = 手链 手镯
fan = 电风扇 风扇
vacuum cleaner = 吸尘器
hair dryer, hairdryer = 吹风机 风筒 电吹风
rice cooker = 电饭煲 电饭锅
blender, juicer = 榨汁机 搅拌机 破壁机
toaster = 烤面包机 多士炉
air fryer = 空气炸锅
razor, shaver = 剃须刀 刮胡刀
toothbrush = 牙刷 电动牙刷
printer = 打印机 印表机
projector = 投影仪 投影机
game console, console = 游戏机 手柄
apparel, clothing, clothes = 衣服 服装 服饰 衣物 衣裳 衫 上衣 男装衣服 女装衣服
shoes, footwear, shoe = 鞋子 鞋 鞋履 鞋款 鞋类
bags, bag = 包 包袋 箱包 袋子
home, homeware = 家居 家居用品 家居好物 家饰 居家用品
electronics = 电子产品 数码产品 数码 家电 电器 电子用品
"""

# the second of two goods side by side is what is wanted, unless it only says of what sort the first one is
GENERIC = frozenset(
    listed(
        """
外套 上衣 衣服 衣 鞋子 鞋 包 包包 帽子 裤子 裤 裙子 裙 杯子 杯 灯 外衣 衫 锅 袋子 套装
"""
    )
)

# longer words in which a word of these tables means something else
PROTECTED = frozenset(
    listed(
        """
家电话 家电梯 到购物袋 进购物袋 入购物袋 到购物篮 没关系 没事 没问题 没有问题 没有关系 没什么事 回音壁评分 明白 白天
白领 白痴 坦白 白费 空白 白送 黑客 黑心 黑店 红包 网红 红利 红烧 红茶 走红 红火 绿茶 绿色食品 蓝图 蓝莓 黄瓜 黄油 黄昏
黄牛 黄金周 灰尘 灰心 青年 青岛 青菜 青春 年青 紫菜 粉丝 粉底 花粉 面粉 奶粉 米饭 米粉 玉米 大米 小米 金额 现金 资金
基金 奖金 押金 定金 订金 租金 美金 银行 银联 白云 黄山 黄河 红薯 粉笔 橙子 橘子 橙汁 咖啡厅 咖啡馆 喝咖啡 皮肤 皮蛋
调皮 脸皮 头皮 俏皮 棉花糖 麻烦 麻辣 麻将 麻婆 丝毫 丝绸之路 铁路 地铁 高铁 铁道 木头人 木耳 积木 玻璃心 绒毛 书店
书法 秘书 证书 说明书 书面 读书 图书馆 图书 书房 床位 大床 大床房 双床房 起床 酒杯 干杯 世界杯 欧洲杯 灯光 灯会 红绿灯
刀具店 包邮 包装 包括 包含 包裹 打包 外包 包子 面包 包间 包厢 表包 包起来 钱包夹 承包 书包子 包月 包年 包退 包换 包你
包吃 包住 豆腐包 麻包 汉堡包 锅巴 火锅 锅贴 香锅 砂锅 干锅 鞋城 鞋店 脚底 裙楼 衣柜 衣架 洗衣 洗衣机 洗衣服 换衣服
试衣 衣领 手机号 手机号码 手机壳 电脑房 杯垫 被子植物 夏令营 春天 伞兵 女儿 女朋友 女友 女孩 女生 女性朋友 男朋友 男友
男孩 子女 儿女 女婿 妇女节 男女 儿子 老师 花了 花钱 花费 花时间 花多少 花生 花卷 花园 花店 鲜花 棉花 爆米花 花椒 豆花
花茶 浪费 商务中心 商务车 商务区 商务楼 商务大厦 商务酒店 商旅 商务型 运动会 旅行社 旅游团 旅游局 音乐 音乐厅 音乐会
大小 大小姐 中号房 游戏厅 单人间 双人间 白酒厂 有机会 防水墙 山水 保温室 清凉 平安 平时 平均 平台 公平 水平 平方 新鲜
厚道 厚爱 深厚 浓厚 雄厚 长城 长度 长途 长江 长期 成长 短信 短期 短板 宽带 宽容 宽限 高档 手工 人工智能 床头 书签
电视剧 电视台 看电视剧 雨花 雨林 风雨 雨伞架 冷门 冷静 冷饮 热门 热水 热线 热点 热情 凉菜 冰箱 冰淇淋 夏威夷 春节 秋千
冬奥 跑题 跑腿 跑路 健身房 健身中心 桌球 床品店 羊肉 牛肉 羊毛出在羊身上 薅羊毛 狗皮膏药 皮带扣 皮卡 皮影 木地板 铁板
铁板烧 钢琴 石油 金鱼 金牌 银牌 铜牌 白糖 红糖 灰色地带 黑名单 小黑屋 红娘 红色旅游 棕榈 米其林 米线 金融 黄焖鸡
紫禁城 红场 绿化 绿道 绿地 蓝天 黑暗 花样 花花 表示 表格 表现 表情 代表 外表 手表带 表扬 发表 图表 表面
"""
    )
)
