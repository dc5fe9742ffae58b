"""What is left of a Chinese message for the full-text search: unknown nouns, without the words around them."""

from __future__ import annotations

import re

from agents.intent.chinese.page import Page
from agents.intent.english.words import CART_WORDS, STOP
from agents.intent.tokens import listed

_PHRASES = """
参加 关注 昨天 前天 上周 上个月 家里 不好意思 时候 一声 叫我 方面 那边 这边 梅雨季 换个 换一 参考 多少钱 一步 我家
收到 这里 那里 里面 里边 没关系 没事 没问题 没有问题 哈哈 一家 一部 有没 是不是 呗 我想要 想要 我要 我想 想买 要买
想找 找找 想看看 看看 看一下 看下 想看 我们 咱们 给我 帮我 帮忙 麻烦 请问 推荐一下 推荐 介绍一下 介绍 有没有 有什么
有哪些 有啥 有木有 能不能 可不可以 要不要 会不会 好不好 行不行 可以 能够 需要 买一 买个 买点 买件 来一 来个 来件
来点 来条 来双 给个 挑一 挑选 挑个 选一 选个 搜一下 搜索 搜搜 查一下 找一 找个 找件 找点 求推荐 一下 一点 一些 有点
有的 这个 那个 这种 那种 这些 那些 这款 那款 这件 那件 这双 那双 什么样 什么 哪些 哪种 哪个 哪里 哪儿 怎么样 怎么
如何 多少 为什么 的时候 最好 比较 非常 特别 真的 稍微 而且 并且 然后 还有 还要 还是 或者 以及 另外 同时 但是 不过
可是 因为 所以 如果 的话 就是 就行 就好 就可以 都行 都可以 都好 也行 也可以 行吗 可以吗 好吗 谢谢 谢谢你 多谢 你好
您好 之类 类似 适合 合适 用来 用于 用的 穿的 戴的 背的 款式 类型 种类 东西 商品 产品 左右 大概 大约 预算 价格 价位
价钱 颜色 尺码 尺寸 材质 面料 料子 品牌 牌子 自己 本人 现在 目前 最近 马上 今年 平时 入手 一个 一件 一条 一双 一只
一台 一套 一顶 一款 一种 一张 一把 一块 一瓶 几个 几件 几款 两款 好看 好看的 漂亮 好的 不错 便宜 不要 没有 除了 以外
之外 带有 感觉 打算 准备 计划 希望 觉得 喜欢 考虑 入一 换成 改成 只要 只看 只想 其他 其它 别的 更多 更好 是否 这样
那样 这么 那么 一样 店里 你们 有货 现货 有卖 求助 急需 必须 一定 绝对 主要 尽量 稍稍 想给 送给 买给 给我妈 朋友 用得
上面 拿来 要的 有着 日常用 家用 使用 作为 那看看 那就 来吧 老板 客官 掌柜 小二 请给 劳驾 顺便 其实 反正 随便 随意
找到 买到 寻找 求购 请帮 晚上 今天 感谢 辛苦 告诉我 知道 提供
"""
# words of dealing with a cart, a price or an order: no content in a message of that kind
_DEALING = """
总价 全部 付钱 几种 多重 多长 多大 变化 一声 虚拟 提到 加入 加到 加进 放进 放入 放到 加购 购物车 购物袋 加 放 购买
下单 结账 结帐 结算 付款 支付 买单 删除 删掉 删 移除 移出 去掉 拿掉 不要了 数量 改为 变成 总共 一共 订单 快递 包裹
物流 退货 退款 换货 退 降价 降到 跌到 提醒 通知 告诉 试穿 试 穿在 身上 身 比较 对比 区别 差别 不同 哪个好 更 人工
客服 真人 转 取消 确认 查 查询 到哪 到 哪 了吗 收到 发货 材质 多少钱 好吗 咨询 问 问一下 能 多久 都要 拿下 下来 就要
拿 清空 打开 显示 查看 出来 出去 里面 内 怎样 说 聊 号 东西 发 记得 请 低于 便宜了 时 以后 后 优惠 打折 特价 什么样
效果 上身 一起 吧
"""
_KEPT = frozenset(
    listed(
        """
    有机 手机 打火机 机器 收纳 收音机 下巴 上海 中国 地板 地图 地球 一次性 一体 的确良 和服 和风 对讲机 在线 要素 理想
    风格 风扇 风筝 送风 看书 款待 用品 家用电器 狗狗 猫砂 点心 会议 能量 能源 可乐 可可 带子 带状 人参 人字 都市
    都市丽人 来福 为人 从军 向日葵 小米 大米 穿衣镜 戴尔 自行车 中药 中秋 里程 上网 下午茶 到家 就业 就餐 还原 只读
    把手 让步 被套 被子 条码 个性 件套 双人 单人 台历 套娃 顶级 张力 色素 系统 急救 快充 快递盒 收藏 寻宝 先锋 做饭
    作业 当归 老板椅 朋友圈 好奇 好时 不倒翁 不粘 别针 没药 点读笔 感冒 希望小学 家用 茶几 卖家 做旧 偏光 人体 香薰
    洗发 沐浴 护肤 换洗 改锥 求生 给水 吗啡 得力 会计 选秀 挑担 看台 买断 找零 搜救 请柬 请帖 汤婆子
"""
    )
)


# one character is cut off at the edge of a piece only, because inside it belongs to a word: 点 of 景点, 上 of 网上
_LEFT = frozenset(
    "我你您他她它咱俺想要买找给求送有是在和到跟与及也都就还再又只来看挑选把被让对为从向入去做带含配能会可"
    "那这哪用穿戴背很太超挺蛮更最些个件条双款种张台套顶副块枚份请吧了的吗呢啊呀嘛么啦哦嗯呃额但或且不没别"
    "并而使"
)
_RIGHT = frozenset(
    "呗哈里的了吗呢吧啊呀嘛么啦哦都就也还好看穿戴用有是给要来着去行个件条双只款和跟与或那这色系我你您们在请谢找想买不"
)
_SPLIT = re.compile("[的了吗呢吧啊呀嘛么啦]")


def _cut() -> re.Pattern[str]:
    words = sorted(set(_PHRASES.split()), key=len, reverse=True)
    kept = sorted(_KEPT, key=len, reverse=True)
    return re.compile(f"(?P<kept>{'|'.join(kept)})|(?:{'|'.join(words)})")


_FUNCTION = _cut()
_KEPT_AT = re.compile("|".join(sorted(_KEPT, key=len, reverse=True)))
_DEALT = re.compile("|".join(sorted(set(_DEALING.split()), key=len, reverse=True)))
_PEOPLE = (
    "老婆|老公|妈妈|爸爸|妈|爸|爷爷|奶奶|外婆|外公|姥姥|姥爷|女朋友|男朋友|女友|男友|女儿|儿子|孩子|小孩|宝宝|朋友|同事|老师|闺蜜|领导|"
    "客户|长辈|老人|父母|爸妈|姐姐|妹妹|哥哥|弟弟|对象|媳妇|丈夫|妻子|婆婆|丈母娘|岳父|岳母|同学|室友|老板|自己"
)
_SIGNS = re.compile(r"[^\w%]+|_")
_PIECE = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff\s]+")
_PERSON = re.compile(_PEOPLE)
_DEGREE = "大|小|短|长|高|矮|粗|细|快|慢"
_ODD = re.compile(  # what a thing should do, how big it should be, for whom it is
    rf"会(?P<does>[\u3400-\u9fff]{{1,4}})的|(?:送|给|买给|送给|帮)(?:我|俺)?(?:的|家)?(?:{_PEOPLE})(?:买|过生日|的?生日(?:礼物)?)?"
    rf"|(?:{_PEOPLE})(?:的?生日|过生日)|(?:别|不要|不能|不)(?:太|过于|那么|这么)(?:{_DEGREE}|重)"
    rf"|(?:要|再)?(?:太|很|更|稍微|偏|特别|比较)?(?:{_DEGREE})(?:一?点儿?|一?些)(?=的|$|[,。])"
)


def words(page: Page, *, browsing: bool) -> list[str]:
    """The pieces of content that no stage has used, as they stand in the text, in order."""
    left = _FUNCTION.sub(lambda found: found.group() if found["kept"] else " " * len(found.group()), page.left())
    if not browsing:
        left = _DEALT.sub(" ", left)
    kept: list[str] = []
    for piece in _PIECE.findall(_SIGNS.sub(" ", left)):
        for part in (piece,) if piece.isascii() else map(_trimmed, _SPLIT.split(piece)):
            if _is_content(part, browsing=browsing) and part not in kept:
                kept.append(part)
    return kept


def _trimmed(piece: str) -> str:
    """The piece without function words of one character at its edges."""
    start, end = 0, len(piece)
    while start < end and not _KEPT_AT.match(piece, start) and piece[start] in _LEFT:
        start += 1
    while end > start and piece[end - 1] in _RIGHT and not any(piece.endswith(word, 0, end) for word in _KEPT):
        end -= 1
    return piece[start:end]


def _is_content(piece: str, *, browsing: bool) -> bool:
    if not piece.isascii():
        return len(piece) > 1
    return len(piece) > 1 and piece not in STOP and (browsing or piece not in CART_WORDS) and not piece.isdecimal()


def is_person(word: str) -> bool:
    """Whether the word only says for whom the goods are."""
    return _PERSON.fullmatch(word) is not None


def odd(page: Page) -> list[tuple[int, int]]:
    """What no search can use: what a thing should do ("会唱歌的"), for whom it is, how long it should be."""
    spans = (found.span("does" if found["does"] else 0) for found in _ODD.finditer(page.text))
    return [span for span in spans if page.free(*span)]
