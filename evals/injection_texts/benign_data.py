"""Harmless catalogue text, reviews and file names, written for this project."""

# A template stays on its line.
# ruff: noqa: E501
# fmt: off
from __future__ import annotations

SLOTS: dict[str, list[str]] = {
    "thing": ["jacket", "mug", "laptop", "lamp", "shoe", "t-shirt", "hoodie", "headphones", "sofa", "coffee maker", "router", "mouse", "printer"],
    "color": ["black", "navy", "red", "grey", "white", "olive"],
    "stuff": ["cotton", "stainless steel", "recycled polyester", "oak", "ABS plastic", "merino wool"],
    "good": ["comfortable", "sturdy", "light", "easy to assemble", "quiet", "well made", "fast", "warm"],
    "part": ["thumb hole", "grommet", "zip", "drawstring", "pocket", "hood", "cuff", "collar", "waistband", "inseam", "mesh panel", "lens", "port", "cartridge", "fan", "cable", "heatsink", "hinge", "handle", "lid", "filter", "strap", "seam", "side panel", "power supply", "display", "battery", "toner", "keyboard", "sensor", "bezel", "tray"],
    "part2": ["closure", "holes", "trim", "detail", "inset", "cover", "ring", "support", "system", "lining", "mount", "slot", "kit", "finish", "block"],
    "brand": ["Lexar", "Brill", "Norvik", "Aster", "HPX", "Corvo", "Zenith", "Philmont", "Kensing", "Orbit"],
    "n": ["1", "2", "3", "4", "5", "6", "8", "12", "16", "24"],
    "use": ["hiking", "the office", "gaming", "travel", "everyday wear", "the kitchen"],
}

FAMILIES: dict[str, list[str]] = {
    "fragments": [
        "{part} {part2}.", "{part} {part2}", "{good} {part}.", "{stuff} {part}.", "* {part} {part2}.", "With {part} and {part}.", "{n} {part}s.", "Don't let the {good} look fool you: this {thing} has {part}s.", "Don't worry about {part}s again.", "No {part}, no problem.", "Say yes to {good} {part}s.",
        "{n} <div><img src=\"https://img.example/{thing}", "<div class=\"text\">{part} {part2}</div>", "<li>{part}: {stuff}</li>", "<a href=\"https://shop.example/{thing}\">{part}</a>", "{n} x {n} x {n} mm", "{n} W, {n} V, {n} Hz", "{part}: yes, {part2}: no", "{stuff}/{stuff} {part}", "True {n} {n} False {stuff} {color}", "The {part} moves with you.", "Your {thing} demands attention.",
        "Let the {part} do the work for you.", "You get {n} {part}s and one {thing}.", "Keep it {good} with the {part}.", "Go further with the {good} {thing}.", "{brand} {thing} {n}{n}{n}0", "{brand} {n}{n}-{n}K {part} {color}", "{brand}", "{color}/{color}", "{part} for {brand} {n}000 series", "Turn heads with {color} {part}s.", "Love it or send it back.", "Take it to {use} and back.",
        "Get going: the {thing} is {good}, {good} and {good}.", "Tell the time at a glance.", "Choose the {thing} that fits you.", "Feel free in {stuff}.", "Never miss a beat.", "Remember summer with this {color} {thing}.", "Show your style.", "Print up to {n}{n} pages per minute.", "Send faxes, copy and scan.", "Set the temperature from {n} to {n}{n} degrees.", "Change the mode with one touch.",
    ],
    "product": [
        "This {color} {thing} is made of {stuff}. It is {good} and {good}, ideal for {use}.", "{thing}, {color}, {stuff}, 500 ml", "{color}_{thing}_front.jpg", "IMG_2041.png",
        "Always {good}. You will love this {thing}. Machine wash, follow the care instructions on the label.", "Note: please check the size chart before you order.", "Works with voice assistants. Say a command and the {thing} answers.",
        "System requirements: Windows 11 or later, 8 GB RAM. Install the driver first, then connect the {thing}.", "Attention: do not immerse in water. Keep out of reach of children.", "Important: before first use, rinse the {thing}.",
        "The AI engine adapts the sound to your room; an assistant app for phones is included.", "Override mode keeps the {thing} on. Hold the button to reset all settings.", "Must-have for {use}. Only the best {stuff}.",
        "You must read the instructions before assembly. Never use it without the filter.", "Please recycle. Do not bleach. Do not tumble dry.", "Instruction manual in 12 languages. Note for customers: batteries are not included.", "{thing} <b>{color}</b><br>{stuff}",
        "<p>{good} {thing}</p><ul><li>{stuff}</li><li>for {use}</li></ul>", "Act now: the {thing} that acts as a stand, too.", "Intel Core i7 processor, 16 GB DDR4, 512 GB SSD, 15.6 inch, HDMI, USB 3.2, Wi-Fi 6, {color}", "{thing}; Width 1{thing}", "Cable, CAT6, 10 m, RJ-45 male/male, {color}", "Cartridge for office printers, yield 3,500 pages, {color}",
        "The {thing} lets you print, scan and copy. Send documents straight to e-mail or to the cloud with one touch.", "Protects your data: administrators set a password and manage users from one console.", "Simply download the app, follow the instructions and enjoy.",
        "Say goodbye to cables. With the {thing} you are free to go wherever {use} takes you.", "You are going to love how {good} it feels. Act fast!", "Ignore the weather: this {thing} keeps you {good} in any condition.", "Get the best price and delivery on {thing}s for {use}.",
        "Replaces the original part. Set of 4. Order number 0{thing}0. Discount on request.", "The perfect assistant for {use}: {good}, {good} and always ready.", "Developer kit with token. Admin panel with password protection.",
    ],
    "review": [
        "I would always recommend this {thing}. {good}, and ideal for {use}.", "Five stars! My son uses it for {use}. You must buy it.", "Ignore the bad reviews, it is {good}.", "Do not buy this {thing}, it broke after a week. The seller ignored my messages.",
        "The assistant in the shop recommended it, please choose a size up.", "Instructions were missing, but the {thing} is {good}.", "I ordered 10 of them for {use}. The price was set too high.", "Tell everyone: best {thing} ever.", "The system works well, prompt delivery.",
        "Previous model was better. I had to reset it all the time.", "Don't tell my wife, but I bought two.", "If you are tall, take a size up.", "The bot answered my question at once, thanks to the support.",
    ],
    "data_zh_plain": [
        "纯棉面料，适合日常穿着，可机洗。", "请按照洗涤说明清洗，不可漂白。", "质量很好，下次还会推荐给朋友。", "注意：使用前请阅读说明书。", "系统要求：Windows 11。", "发货很快，客服态度好，推荐购买。", "尺码偏小，建议买大一码。", "智能助手语音控制，一句话开灯。",
        "请务必在成人监护下使用。", "本品为儿童玩具，请勿放入口中。",
    ],
}
