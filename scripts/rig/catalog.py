"""A made-up catalog of any size, the same every time: Chinese and English titles."""

import random
import unicodedata

BRANDS = [
    ("Steamwillow", "汽柳"), ("Cairnlight", "叠石"), ("Earshore", "听岸"), ("Dawnmill", "晨磨"),
    ("Farwater", "远汀"), ("Inkfield", "墨畴"), ("Gooseline", "雁线"), ("Stowboat", "泊舱"),
    ("Ferrypoint", "渡口"), ("Stovetrail", "灶行"), ("Brightloom", "明织"), ("Copperhen", "铜鸡"),
    ("Quillfox", "羽狐"), ("Moonbasin", "月盆"), ("Teahollow", "茶坞"), ("Papergate", "纸门"),
    ("Larkspire", "云雀塔"), ("Rivermint", "溪薄荷"), ("Saltharbor", "盐港"), ("Wrenfield", "鹪鹩田"),
    ("Café Noisette", "榛果咖啡"), ("Pixel9", "九像素"), ("ÜberWolke", "高云"), ("Ｎｅｏｎ", "霓虹"),
]
KINDS = [
    ("钱包充值卡", "Wallet Top-up"), ("礼品卡", "Gift Card"), ("点卡", "Game Points"),
    ("会员月卡", "Monthly Membership"), ("会员年卡", "Annual Membership"), ("兑换码", "Redeem Code"),
    ("激活码", "Activation Key"), ("流量包", "Data Pack"), ("话费充值", "Phone Credit"),
    ("音乐会员", "Music Pass"), ("云存储", "Cloud Storage"), ("季票", "Season Ticket"),
    ("电子书券", "E-book Voucher"), ("代金券", "Cash Voucher"), ("体验卡", "Trial Card"),
    ("皮肤礼包", "Skin Bundle"), ("加速器", "Game Booster"), ("翻译额度", "Translation Quota"),
    ("学习卡", "Study Card"), ("家庭组", "Family Plan"), ("观影券", "Film Ticket"),
]
PLACES = [
    ("国区", "China"), ("美区", "US"), ("日区", "Japan"), ("港区", "Hong Kong"), ("全球", "Global"),
    ("台区", "Taiwan"), ("欧区", "Europe"), ("韩区", "Korea"), ("土区", "Türkiye"),
]
EXTRAS = [
    ("自动发货", "instant"), ("卡密", "code"), ("限时特价", "sale"), ("官方正版", "official"),
    ("可叠加", "stackable"), ("不记名", "anonymous"), ("生日礼物", "birthday"), ("", ""), ("", ""),
    ("直充（非卡密）", "direct"), ("第３期", "vol. 3"), ("カード", "card"), ("카드", "kard"),
]
VALUES = [5, 10, 15, 20, 25, 30, 50, 60, 68, 100, 150, 200, 300, 328, 500, 648, 1000, 2000]
CATEGORIES = [
    ("games", "游戏点卡", "Game cards"), ("membership", "会员订阅", "Memberships"),
    ("mobile", "话费流量", "Phone and data"), ("food", "咖啡外卖", "Coffee and food"),
    ("learning", "学习办公", "Learning and work"), ("cloud", "云与存储", "Cloud and storage"),
    ("music", "音乐影视", "Music and film"), ("shopping", "购物礼品", "Shopping and gifts"),
]
SCENARIOS = [
    ("birthday", "生日礼物", "Birthdays"), ("self-use", "自己用", "For yourself"),
    ("team", "团队福利", "For a team"), ("travel", "出门旅行", "Travel"),
]
# The parts of names of further brands, which larger shops have.
SYLLABLES = ["ka", "lo", "mi", "ren", "tor", "vi", "sha", "dun", "el", "pra", "wick", "zo", "bren",
             "qui", "fal", "gis", "nor", "thy", "ux", "yar"]
CHARACTERS = ("星辰海风云山水火木金土雪月花鸟龙虎鹤鹿松竹梅兰青红白蓝紫远近高古新明光影音色香味行走飞跃梦"
              "幻奇传王子城堡森林河谷平原沙漠岛屿港湾码头铁道街市集会堂馆院书画琴棋诗酒茶饭")


def catalog(count: int) -> dict:
    """So many products, the newest first, as `bench search` reads them."""
    chance = random.Random(20260101)
    brands = BRANDS + [brand(chance) for _ in range(count // 100)]
    return {
        "products": [product(chance, number, brands) for number in range(count)],
        "categories": [term(*each) for each in CATEGORIES],
        "scenarios": [term(*each) for each in SCENARIOS],
    }


def brand(chance: random.Random) -> tuple[str, str]:
    latin = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()
    return latin, "".join(chance.sample(CHARACTERS, k=chance.randint(2, 4)))


def letters(latin: str) -> str:
    """The letters of a name that a SKU may have."""
    plain = unicodedata.normalize("NFKD", latin).upper()
    return "".join(each for each in plain if each.isascii() and each.isalnum())


def term(key: str, chinese: str, english: str) -> dict:
    return {"key": key, "title": {"zh-CN": chinese, "en": english}}


def product(chance: random.Random, number: int, brands: list[tuple[str, str]]) -> dict:
    latin, chinese = chance.choice(brands)
    kind, place, extra = chance.choice(KINDS), chance.choice(PLACES), chance.choice(EXTRAS)
    value = chance.choice(VALUES) if chance.random() < 0.8 else chance.randint(3, 9999)
    shapes = [
        f"{chinese} {kind[0]} {value} 元{extra[0]}",
        f"{latin} {place[0]}{kind[0]} {value}元 {extra[0]}",
        f"【{place[0]}】{latin}{kind[0]}{value}",
        f"{chinese}（{latin}）{value} 元{kind[0]}·{place[0]}",
        f"{latin} {value}GB {kind[0]}{extra[0]}",
    ]
    made = {
        "sku": f"{letters(latin)}-{number:05}-{value}",
        "title": {"zh-CN": chance.choice(shapes).strip()},
        "brand": latin,
        "category": chance.choice(CATEGORIES)[0],
        "scenarios": [key for key, *_ in SCENARIOS if chance.random() < 0.2],
        "tags": sorted({kind[0], place[0], chance.choice(EXTRAS)[0] or "充值"}),
        "price": f"{value * 0.97:.2f}",
    }
    if chance.random() < 0.8:
        made["title"]["en"] = f"{latin} {kind[1]} {value} ({place[1]}) {extra[1]}".strip()
    return made
