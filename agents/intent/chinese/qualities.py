"""What Chinese shoppers call colours, materials, patterns, uses and the like; left, the English words for them.

Of these the first that the catalogue has is taken. A colour, a material or a pattern that it lacks is kept as unknown
under its first English word; any other word goes to the full-text search.
"""

from __future__ import annotations

from agents.intent.tokens import listed

# 色 may follow each of them; one character alone is a colour only where it stands like one ("红的", "红T恤")
COLOURS = """
black = 黑 纯黑 全黑 墨黑 哑光黑 黑漆漆 曜石黑
white = 白 纯白 雪白 全白 本白 亮白
grey = 灰 中灰 银灰 高级灰 麻灰 水泥灰
light grey, grey = 浅灰 淡灰 亮灰
charcoal, dark grey, grey = 炭灰 深灰 碳灰 木炭 铁灰 暗灰 深灰黑
red = 红 大红 正红 鲜红 朱红 中国红 亮红 火红
burgundy, maroon, dark red = 酒红 枣红 暗红 深红 勃艮第 波尔多 葡萄酒红 褐红 绛红 车厘子 猩红
pink = 粉 粉红 浅粉 淡粉 樱花粉 嫩粉 裸粉 藕粉 脏粉 浅粉红 蜜桃粉
rose, pink = 玫瑰粉 玫瑰红
magenta, fuchsia = 玫红 洋红 品红 紫红 桃红 梅红
coral = 珊瑚 珊瑚红 珊瑚粉
orange = 橙 橘 桔 橘红 橙红 橘黄 桔红 活力橙 爱马仕橙
yellow = 黄 鹅黄 柠檬黄 明黄 浅黄 亮黄 淡黄 嫩黄
mustard = 姜黄 芥末 芥末黄 芥黄 土黄
green = 绿 草绿 翠绿 祖母绿 绿油油 正绿 苹果绿
dark green, green = 墨绿 深绿 森林绿 暗绿
light green, green = 浅绿 淡绿 嫩绿 果绿
mint = 薄荷绿 薄荷
olive = 橄榄 橄榄绿 军绿 抹茶绿 军绿橄榄 豆绿
khaki = 卡其 卡其绿 卡奇 咔叽
teal, turquoise = 青 蓝绿 孔雀蓝 青绿 水鸭 青蓝 鸭绿 水鸭蓝 孔雀绿 凫蓝
turquoise, teal = 湖蓝 绿松石 松石绿 蒂芙尼蓝 湖绿
blue = 蓝 正蓝 海蓝 牛仔蓝 蓝汪汪
royal blue, cobalt, blue = 宝蓝 宝石蓝 克莱因蓝 电光蓝 皇家蓝 钴蓝
light blue, sky blue, blue = 浅蓝 淡蓝 天蓝 水蓝 婴儿蓝 雾霾蓝 冰蓝 粉蓝 天空蓝
navy, navy blue, dark blue = 藏青 海军蓝 深蓝 藏蓝 午夜蓝 靛蓝 深海蓝 丈青 暗蓝 藏青蓝 墨蓝
purple, violet = 紫 深紫 葡萄紫 紫罗兰 香芋紫 茄紫
lavender, lilac, purple = 浅紫 淡紫 薰衣草 丁香紫 薰衣草紫 香芋
brown = 棕 褐 咖啡 咖 深棕 巧克力 栗 深褐 茶 棕褐 深咖 赭
tan, camel, light brown = 驼 焦糖 浅棕 小麦 骆驼 浅咖 古铜 棕黄 黄褐 浅褐 皮革
beige, nude = 米 米黄 杏 裸 燕麦 沙 肤 象牙米
cream, off-white, ivory = 奶油 奶白 米白 乳白 象牙白 奶油白 象牙 牛奶白 乳
gold = 金 金黄 香槟金 玫瑰金 土豪金 金灿灿
champagne, beige = 香槟
silver = 银 银白 亮银
multicolour, multicoloured = 彩 多彩 彩虹 五颜六 花花绿绿 七彩
transparent, clear = 透明
"""

MATERIALS = """
cotton = 棉 纯棉 全棉 棉质 棉料 棉布 百分百棉 棉的 精梳棉 纯棉的 棉花 100%棉 百分之百棉
organic cotton, cotton = 有机棉
linen = 亚麻 麻 棉麻 麻料 亚麻布 麻布
wool = 羊毛 毛料 纯羊毛 毛呢 呢子 全羊毛 羊毛的
merino wool, merino, wool = 美利奴 美利奴羊毛 美丽诺 美丽诺羊毛 美丽奴
lambswool, wool = 羔羊毛 小羊毛
cashmere = 羊绒 山羊绒 开司米 克什米尔 羊绒的 喀什米尔
polyester = 涤纶 聚酯 聚酯纤维 化纤 涤纶的
recycled polyester, polyester = 再生涤纶 再生聚酯
nylon = 尼龙 锦纶 尼龙布
denim = 牛仔 牛仔布 丹宁 单宁
leather = 皮 真皮 牛皮 皮革 皮质 头层牛皮 羊皮 皮料 小牛皮 皮的
vegan leather, faux leather, pu leather = 人造革 仿皮 pu皮 素皮 人造皮 人造皮革 pu革 纯素皮革 合成革
suede = 麂皮 翻毛皮 反绒皮 反毛皮 麂皮绒 绒面皮 绒面革
nubuck, suede = 磨砂皮
canvas = 帆布 帆布面
mesh = 网眼 网布 网面 网格布
fleece = 抓绒 摇粒绒 绒布 刷毛 珊瑚绒 羊羔绒 羊羔毛 绒
silk = 真丝 丝绸 蚕丝 桑蚕丝 丝质
satin = 缎面 绸缎 色丁 缎
velvet = 天鹅绒 丝绒 金丝绒
corduroy = 灯芯绒 条绒
viscose, rayon = 粘胶 人造丝 粘纤 黏胶
lycra, spandex = 氨纶 莱卡
acrylic = 腈纶
bamboo = 竹纤维 竹 竹制
flannel = 法兰绒
down = 鹅绒 鸭绒 白鹅绒
ceramic = 陶瓷 瓷 陶 瓷的 陶制 陶瓷的
stoneware, ceramic = 炻器 粗陶 石器
porcelain, ceramic = 骨瓷 瓷器 白瓷
glass = 玻璃 玻璃的 玻璃制
stainless steel, steel = 不锈钢 不锈刚 304不锈钢
steel = 钢 钢制 钢铁
metal = 金属 铁 铁艺 金属的
aluminium, aluminum = 铝 铝合金
titanium = 钛 钛合金
brass = 黄铜 铜
cast iron, iron = 铸铁 生铁
enamel = 珐琅 搪瓷
wood, wooden = 木头 木 木质 实木 木制 原木 竹木
plastic = 塑料 塑胶
silicone = 硅胶
rubber = 橡胶
cork = 软木
fabric = 布艺 布料 布
"""

PATTERNS = """
plain, solid = 素色 纯色 净色 没有图案 无图案 无花纹 没有花纹 不带图案 不要图案 不带花纹 不要花纹 没图案 没花纹 单色
    素面 不要印花 不带印花 没有印花 无印花 素净 没印花 光板
striped = 条纹 横条纹 竖条纹 条纹衫 海魂衫 海军条 间条 横条 竖条 条子 斑马纹 横纹 竖纹
checked, plaid, tartan = 格子 格纹 方格 格仔 苏格兰格 千鸟格 小格子 大格子 棋盘格 格
floral, flower print = 碎花 花卉 印花 花朵 小碎花 带花的 花卉图案 花朵图案 花图案 大花 碎花图案 田园花
polka dot, polka-dot, dotted = 波点 圆点 波尔卡 点点 波点图案 小圆点 水玉
camouflage, camo = 迷彩
leopard, animal print = 豹纹 动物纹 蛇纹
paisley = 佩斯利 腰果花
geometric = 几何 几何图案 几何纹
"""

QUALITIES = """
waterproof, water resistant, rain = 防水 防雨 不透水 防泼水 能防水 防水性 挡雨 不进水 不怕水 不怕雨
windproof = 防风 挡风 抗风
warm, insulated, thermal, winter = 保暖 暖和 加绒 加厚 厚实 温暖 抗寒 御寒 防寒 暖 厚一点 厚点 厚些 厚的 厚款 厚 热乎
    够暖 加棉 加绒加厚 防冻 秋冬
lightweight, light = 轻便 轻薄 轻量 轻盈 薄款 薄一点 薄点 薄的 轻巧 轻质 很轻 轻一点的 轻的 薄 质量轻 超轻
lightweight, light, thin = 不太厚 不厚 不要太厚 别太厚 不那么厚 不要那么厚 没那么厚
breathable = 透气 排汗 速干 吸汗 快干 透气性 清爽 凉爽 透气的
stretchy, stretch, elastic = 弹力 有弹性 弹性 伸缩
soft = 柔软 软 亲肤 软软的 软糯
comfortable = 舒适 舒服 好穿
durable = 耐用 结实 耐磨 耐穿
hiking, trekking, outdoor = 徒步 登山 爬山 远足 行山 户外 越野徒步 户外徒步 户外运动 健行
trail, hiking = 越野
running, jogging = 跑步 慢跑 晨跑 夜跑 长跑 跑马 跑马拉松 马拉松
training, gym, workout, sport, running = 健身 锻炼 训练 撸铁 运动 健身房穿 举铁 去健身房 健身用 健身穿 运动穿
walking = 散步 走路 步行 遛弯
cycling, bike = 骑行 骑车 骑自行车 骑单车 单车骑行
camping = 露营 野营 野餐 露营用
yoga, training = 瑜伽 瑜珈
swimming, swim, beach = 游泳
tennis = 网球 打网球
golf = 高尔夫 打高尔夫
skiing, ski, warm = 滑雪
travel, travelling = 旅行 旅游 出差 出行 度假 出游 旅游用 旅行用 长途旅行 出国 出门玩
commuting, commute = 通勤 上下班 通勤用
office, work, business, formal = 办公 上班 办公室 商务 面试 开会 职场 正式场合 见客户 上班穿 面试穿 办公用 工作穿
wedding = 婚礼 结婚 参加婚礼 喝喜酒 婚宴 伴娘 婚礼穿
party, evening, formal = 派对 聚会 晚宴 晚会 party 宴会 年会 轰趴 夜店 酒会 约会 蹦迪
formal, smart = 正式 正装 商务正装
casual, everyday = 休闲 日常 平时穿 百搭 日常穿 随意 日常穿着 休闲款 居家
summer, hot weather = 夏天 夏季 夏日 夏装 夏款 春夏 盛夏 夏天穿
winter, warm = 冬天 冬季 冬日 冬装 冬款 过冬 冬天穿
beach, summer = 海边 沙滩 海滩
gaming, games = 打游戏 游戏 电竞 电玩
films, home cinema, movies = 看电影 电影 追剧 家庭影院 看片
music = 听歌 听音乐
cooking = 做饭 烹饪 炒菜 下厨
bedroom = 卧室
living room = 客厅
garden = 花园用 庭院
school = 上学 学生用 开学
gift, present = 礼物 送礼 生日礼物 送人 礼品 当礼物 送礼物 圣诞礼物 做礼物
hood, hooded = 带帽 带帽子 有帽子 连帽 有帽 戴帽子的 兜帽 带兜帽 可拆卸帽子
pockets, pocket = 口袋 有口袋 带口袋 兜 带兜 多口袋 有兜 口袋多 裤兜 侧袋
zip, zipper = 拉链 带拉链 有拉链 拉链款 全拉链
buttons, button = 纽扣 扣子 带扣 有扣子 钮扣 按扣
packable, foldable = 可收纳 可折叠 便携收纳 能收纳 折叠 易收纳 能折叠 可压缩
laptop sleeve, laptop compartment = 能放笔记本电脑 能装笔记本电脑 放得下笔记本电脑 可以放笔记本电脑 可以装电脑
    可以放电脑 电脑夹层 笔记本夹层 电脑隔层 装电脑 放电脑 电脑仓 能放电脑 放笔记本电脑 能装电脑 放得下电脑 装笔记本
    装笔记本电脑 放笔记本 能装笔记本 能放笔记本 电脑内袋 笔电夹层
noise cancelling = 降噪 主动降噪 消噪 隔音 抗噪 降噪功能 去噪
wireless, bluetooth = 无线 无线的
bluetooth, wireless = 蓝牙 蓝芽
wired = 有线
wi-fi, wifi = wifi 无线网
dishwasher safe = 洗碗机 可进洗碗机 能用洗碗机 能进洗碗机 可机洗洗碗机 可以放洗碗机 可用洗碗机 能放洗碗机 进洗碗机
    放洗碗机 洗碗机可用 可以进洗碗机 洗碗机清洗 可洗碗机
dimmable = 可调光 调光 能调光 可调亮度 调亮度 亮度可调 可以调光 可以调亮度 能调亮度
gps = gps 定位 带gps
heart rate = 心率 测心率
rechargeable = 可充电 充电式
oven safe = 可进烤箱 进烤箱 能进烤箱
induction = 电磁炉
automatic = 全自动 自动
manual = 手动
smart tv = 智能电视系统
voice control = 语音控制 声控
temperature control = 温控 控温 可调温
milk frother, steam wand = 奶泡 打奶泡 奶泡器
reflective = 反光
low latency = 低延迟
detachable strap = 可拆肩带
rechargeable = 可充电
compact = 小巧 迷你
vegan, animal free = 素食 纯素
recycled = 再生
prescription = 处方
slim, slim fit = 修身 紧身 修身款 合身 修身版 贴身 修身版型 显瘦
oversized, oversize, relaxed, loose = oversize 超大版 廓形 大廓形 落肩 超宽松
relaxed, loose, oversized = 宽松 宽松款 宽大 宽松版 松垮 肥一点 宽松的 宽松版型 阔版 宽版
regular, regular fit = 常规版 标准版型 常规款 正常版型 合体 常规版型 标准版
straight, regular = 直筒
flared = 喇叭
wide, relaxed = 阔腿
women, women's, female = 女 女款 女士 女式 女装 女生 女的 女性 女孩 女人 女生穿 妇女 女生款 女孩子
men, men's, male = 男 男款 男士 男式 男装 男生 男的 男性 男孩 男人 男生穿 男生款 男孩子
unisex = 男女通用 中性 男女同款 情侣 中性款 情侣款 男女皆可 男女都能穿 男女都可以穿
kids, children = 儿童 童装 小孩 孩子 宝宝 小朋友 童款 童鞋
v-neck = v领 鸡心领
crew neck = 圆领
turtleneck = 高领 高领的
collar = 翻领
long sleeve, long-sleeve = 长袖
short sleeve, short-sleeve = 短袖款 半袖 短袖的
sleeveless = 无袖
high waist = 高腰
high top = 高帮
low top = 低帮
lace-up = 系带
block heel = 粗跟
stiletto = 细跟
chelsea = 切尔西
espresso = 意式 浓缩
french press = 法压
moka pot = 摩卡
capsule = 胶囊
pour-over, hand filter = 手冲
drip = 滴滤
oled = 有机发光
4k = 超高清
full hd = 全高清
five pockets = 五袋 五口袋
kangaroo pocket = 袋鼠口袋 袋鼠兜 袋鼠袋
ankle support = 护踝 脚踝支撑 高帮护踝
pit zips = 腋下拉链 腋下透气
cushioned, cushioning = 缓震 减震 软底 厚底缓震
grippy sole, non-slip, slip resistant = 防滑 防滑底 防滑鞋底 止滑
steam wand = 蒸汽棒 蒸汽管
phone pocket = 手机袋 手机口袋 手机仓
stovetop = 明火 灶上用
taped seams = 压胶 热压胶 压胶缝
electric = 电动 电热
multi-room = 多房间
wide strap = 宽肩带
local dimming = 分区控光 局部调光 分区背光
rain cover = 防雨罩 雨罩 防水罩
premium sound = 高品质音效 高音质
warm light = 暖光 暖黄光
whistling = 鸣笛 响笛 哨音
bottle pockets, bottle pocket = 水壶袋 水瓶袋 水杯袋 侧袋放水瓶
lithium battery = 锂电池
solar input, solar = 太阳能
anti-glare = 防眩光 抗反光
dual boiler = 双锅炉
shoe compartment = 鞋仓 独立鞋仓 放鞋隔层
surround = 环绕声 环绕音效
wall mount = 壁挂 挂墙 可壁挂
subwoofer = 低音炮 带低音炮
timer = 定时
uv protection = 防晒 防紫外线
machine washable = 可机洗 机洗 能机洗
wrinkle free = 免烫 抗皱 防皱
adjustable = 可调节 可调
emergency = 应急
professional = 专业
green laser = 绿光 绿激光
red laser = 红光 红激光
single cup = 单杯 一人份
shopping = 逛街 买菜
dinner = 聚餐
lapel = 驳领 西装领
scoop neck = 大圆领 u领
organic, bio = 有机
eco friendly, sustainable = 环保 可持续
"""

# one character that counts as the word only where it stands like one, as colours do
SHY = frozenset(
    listed(
        """
皮 棉 麻 绒 毛 瓷 陶 木 铁 钢 铜 铝 竹 布 格 女 男 厚 薄 软 暖 包 裙 裤 鞋 杯 灯 锅 刀 床 书 伞 碗 衫 毯 靴 袜 兜 缎
钛 轻的 厚的
"""
    )
)

SHADES = {"深": "dark", "浅": "light", "淡": "light", "亮": "bright", "暗": "dark", "荧光": "neon", "鲜": "bright"}
