"""Words that no draft of a model may hold: what only the shop's own records can say, and what nobody has checked."""

from __future__ import annotations

import re

from agents.intent.tokens import listed

NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundreds?|thousands?|millions?|dozens?|couple|twice|thrice|double|triple|half|quarter|single"
    r"|second|third|fourth|fifth|sixth|last one|first one|the first|zero)\b",
    re.IGNORECASE,
)
CHINESE_NUMBERS = re.compile(
    r"[〇零二两三四五六七八九十百千万亿半倍第]|(?<!, )双|一(?![下些起个款件样看眼种直般边共条位张套切番])"
)
NOT_NUMBERS = re.compile(r"十分|千万|万一|三角|百搭|四季|半身裙|双肩|五分裤|七分|九分|一双|百分")
FACTS = re.compile(
    # delivery, stock, price
    r"\b(?:ship\w*|deliver\w*|dispatch\w*|arriv\w*|stock\w*|sold|availab\w*|left|hurry|discount\w*|sales?"
    r"|special offers?|on offer|deals"
    r"|coupons?|vouchers?|codes?|free|gratis|refund\w*|returns?|exchang\w*|warrant\w*|guarante\w*|promis\w*|insur\w*"
    r"|tax\w*|fees?|cheap\w*|expensive|afford\w*|bargain\w*|price[sd]?|pricing|costs?|budget|sav(?:e|es|ing|ings)|pay\w*"
    r"|paid"
    r"|charg\w*|bought|purchas\w*|orders?|ordered|carts?|basket|checkout|check out|reserv\w*|approv\w*|money|dollars?"
    r"|euros?|pounds?|quid|bucks?|cents?|yuan|usd|eur|gbp|cny|today|tomorrow|tonight|soon|weeks?|hours?|minutes?"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|overnight|express|percent"
    # what others say, what somebody has checked
    r"|review\w*|rat(?:ed|ing|ings)|stars?|popular\w*|favou?rites?|best ?sell\w*|trend\w*|award\w*|customers?|shoppers"
    r"|everyone|everybody|verif\w*|confirm\w*|certif\w*|checked|tested|proven|pictures?|photos?|images?|evidence"
    # qualities that no listing here vouches for
    r"|durab\w*|sturdy|breathab\w*|comfort\w*|soft\w*|cosy|cozy|washab\w*|handmade|hand-?crafted|sustainab\w*|ethical\w*"
    r"|eco\w*|genuine\w*|authentic\w*|original|premium|luxur\w*|quality|exclusiv\w*|limited|brand-?new|safe\w*|allerg\w*"
    r"|lifetime|lasting|proof|secur\w*|stylish|flatter\w*|same|identical|similar|size[sd]?|sizing"
    # comparisons
    r"|only|unique|always|never|every|perfect\w*|ideal\w*|excellent"
    r"|more(?= (?!about|of|ideas|options|details?)\w)"
    r"|less|than|better|worse|lighter|darker|warmer|cooler|thinner|thicker|nicer|larger|smaller|bigger|longer"
    r"|shorter|softer|superior|unbeatable|unmatched"
    # the agent about itself
    r"|human|person|doctor|medical|legal|lawyer|flights?|hotels?|booking|book|password|account|e-?mail|phone|call|text"
    r"|prompt|instruct\w*|system|model|json|placeholder\w*|assistant|openai|schema)\b",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(r"\b(?:most|best|worst|top|number one|finest|[a-z]{3,}est)\b", re.IGNORECASE)
NO_SUPERLATIVES = frozenset(
    listed("rest request interest suggest guest nest test west forest modest honest harvest vest chest everest")
)
NEGATION = re.compile(
    r"\b(?:not|no|none|nothing|nor|neither|without|cannot|lacks?|lacking|except|isn|aren|don|doesn|won|wasn|weren"
    r"|\w+n['’]t)\b|不(?!错|客气|妨|仅|但|少|用谢)|没(?!问题|关系)|无(?!线)|非(?!常)|未(?!来)|(?<![特分])别",
    re.IGNORECASE,
)
POINTING = re.compile(r"\b(?:it|its|this|that|they|them|these|those|which)\b|它|这|那", re.IGNORECASE)
BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
ALL_OF_THEM = re.compile(r"\b(?:all|these|those|they|them|each|any|others?)\b|都|这些|它们|每|各|全|均", re.IGNORECASE)
CHINESE_FACTS = re.compile(
    r"运费|包邮|邮费|快递|发货|送[达到]|配送|送货|到货|现货|库存|缺货|断货|售罄|有货|折(?!叠)|优惠|特价|促销|打折|降价|满减|券|免费|赠|送您|送你"
    r"|退货|退款|退换|换货|保修|质保|保证|承诺|担保|包您|包你|税|便宜|贵(?!姓)|划算|实惠|性价比|价格|价位|价钱|预算|省(?!心)|元(?!素)|块|毛钱|美元|美金"
    r"|人民币|欧元|英镑|日元|付款|支付|扣款|下单|订单|购物车|结账|加购|买单|已买|已加入|确认|核对|核实|验证|认证|图片|照片|今天|明天|后天"
    r"|今晚|马上|立刻|小时|分钟|星期|周[一二三四五六日]|月|评价|评分|好评|星级|热销|热卖|爆款|畅销|人气|口碑|销量|大家|顾客|买家"
    r"|最|更|比(?!如|较)|胜过|优于|第一|唯一|顶级|极致|完美|绝对|永远|总是|从不|一定|肯定|百分|正品|原装|高端|奢华|品质|质量|耐用|耐穿|结实"
    r"|舒适|舒服|柔软|亲肤|环保|手工|独家|限量|全新|安全|相同|一样|同款|显瘦|时尚|尺码|尺寸|大小|密码|账号|电话|短信|邮件|邮箱|酒店"
    r"|机票|医生|律师|人工|真人|提示词|指令|系统|模型|占位|助手|只剩|仅剩|仅有|只有"
)
# words of a vocabulary that are also just words
NEUTRAL = frozenset(listed("shopping home wide light gift"))
NEUTRAL_CHINESE = frozenset(listed("购物 家 灯光"))
# openings and warm words that the project's own prose seldom has
COMMON = frozenset(
    listed(
        """
a about absolutely after again ahead all along also am an and any anything are around as ask at away be because been
before begin being both bring browse but by can certainly chance chat choose colour color come could course cover day
days dear delighted describe details did do does doing done each easy either else enjoy even evening explore feel few
find fine first fit fits for found friend from fun get gets give glad go goes going gone good gorgeous got great
greetings had handy happily happy has hat have having hear heard hello help helps here hey hi hike hope how hunt i idea
ideas if in into is it its jump just keep keeps kind know let lets like line lineup little look looking looks lot love
lovely made make makes many match matches matching maybe me mean mention might mind moment morning much my name narrow
need needs new next nice note now of oh ok okay on once one ones open option options or other our out outdoors over own
pair pairs part perhaps pick picks piece pieces place plan planning please pleased pleasure point pop possible prefer
pretty quick quite ready really right room say see seem seems selection several share should show showing shown shows
side simple simply since so some something sorry sort sound sounds special start still stop story style such suggest
suit suits sunny sure sweet take takes talk tell thank thanks that the their them then there these they thing things
think this those though thought through time tip to together too trip try turn turned type under until up upon us use
used useful usual very walk want wants warm was way ways we wear welcome well went were what whatever when where
whether which while who why will wish with wonderful wondering word words work works worth would wow yes yet you your
yours yourself afternoon cheerful cheers curious everyday fancy glance gladly handful imagine occasion outdoor peek
rain rainy round rundown search snow spot summer weather weekend winter wintry browse browsing nature season layers
layer hill hills city kitchen table desk evenings mornings hand hands catch eye eyes caught stand stands standout
nicely chilly meet shall jump jumps forward keen crisp cool calm bold bright brighten classic neat simple smart
tidy relaxed easygoing roomy gentle mild cloudy windy muddy stormy frosty freezing cold hot sunshine wind
storm storms drizzle puddle puddles downpour shower showers trail trails path paths mountain mountains forest park
street town bus train bike ride rides riding run runs running walking walks adventure adventures journey journeys
holiday holidays break breakfast lunch dinner tea coffee brew brewing sip cup cups mug soup cooking cook bake baking
read reading write sleep sleeping relax relaxing rest work working studio gym class classroom school campus office
meeting meetings commute commuting flight outing outings party parties wedding celebration celebrate
birthday christmas present presents treat treats loved someone anyone mum dad mother father sister brother kids
family guest guests host partner husband wife buddy folks team lover lovers fans thoughtful
below above waiting await awaits covers dim heading
bring brings carry carries carrying
pack packs packed hold holds holding fold folds folded connect connects connected plug charge listen listening hear
sounding watch watching play playing wear wears wearing dress dressed dressing match matched pair paired pairing style
wardrobe outfit outfits closet shelf drawer bag room rooms corner sofa couch bed bedside floor wall window garden
balcony terrace light lights lighting glow glows shine shines lit dark darkness colourful tone tones shade
shades touch touches hint splash detail detailing finish finished cut shape shaped fitted trim designed design
designs built crafted comes coming keeps keeping stays stay serves serve offers offer offering features feature
featuring includes include including gives giving adds add adding brings lets makes making helps helping suits
suited suitable works meant matches goes going stands standing starts starting begin beginning shows showing takes
mood moods taste tastes vibe vibes feeling feels wish wishes wished wanted asked needed mentioned described sounds
agree agreed super fantastic brilliant awesome terrific charming delightful elegant graceful playful cute
pleasing refreshing exciting excited interesting inspiring thrilled honoured grateful curious patient worries worry
problem problems trouble bother hesitate hurry rush whenever wherever however whichever whoever therefore meanwhile
otherwise anyway besides indeed surely truly rather somewhat entirely simply especially particularly mainly mostly
usually often sometimes rarely almost nearly exactly roughly maybe possibly probably likely hopefully luckily
alright fine fair true right correct clear clearly understood understand hm hmm ah aha oh oops haha
smile smiling laugh laughing joke funny bye goodbye cheers farewell later care morning's sir madam friend's dear
words question questions answer answers message wondering wonder guess guessing thought thinking minds decide
decision choices choosing chosen compare comparing explain explained explains describe describing mention
narrowing filter refine adjust change changed switch different another others else instead also both
i'm i've i'd i'll you're you'd you'll you've it's that's here's there's what's let's we've we're they're who's
"""
    )
)
