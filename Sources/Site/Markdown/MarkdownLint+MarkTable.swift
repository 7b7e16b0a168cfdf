/// The marks of other programs and keyboards.
extension MarkdownLint {
  /// A form that is plain text here, how to recognise it, and what to write instead.
  struct Mark {
    let warning: Diagnostic
    /// Bytes of which every match has at least one, searched in the text after a line feed.
    let triggers: [String]
    /// Made only when a trigger is found.
    let pattern: @Sendable () -> Regex<Substring>
    let meant: String
    let remedy: String
  }

  static let marks: [Mark] = [
    Mark(
      warning: .fullWidthMark,
      triggers: ["＊＊"],
      pattern: { /＊＊[^＊\n]+＊＊/ },
      meant: "emphasis",
      remedy: "write `**…**` in half width"
    ),
    Mark(
      warning: .fullWidthMark,
      triggers: ["｀"],
      pattern: { /｀[^｀\n]+｀/ },
      meant: "code",
      remedy: "write `` ` `` in half width"
    ),
    Mark(
      warning: .fullWidthMark,
      triggers: ["～～"],
      pattern: { /～～[^～\n]+～～/ },
      meant: "text struck through",
      remedy: "write `~~…~~` in half width"
    ),
    Mark(
      warning: .fullWidthMark,
      triggers: ["｀｀｀", "\n'''", "\n’’’"],
      pattern: { /｀｀｀|(?:^|\n)(?:'''|’’’)[^\n]*/ },
      meant: "a block of code",
      remedy: "write three backquotes ` in half width on a line of their own"
    ),
    Mark(
      warning: .fullWidthMark,
      triggers: ["\n＞", "\n》"],
      pattern: { /(?:^|\n)[＞》][^\n]{1,40}/ },
      meant: "a quotation",
      remedy: "write `> ` in half width"
    ),
    Mark(
      warning: .fullWidthMark,
      triggers: ["：//", "：／", ":／"],
      pattern: { /https?(?:：|:／)[^\s，。]{0,60}/ },
      meant: "an address",
      remedy: "write `https://` in half width"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["=="],
      pattern: { /==[^\s=](?:[^=\n]*[^\s=])?==/ },
      meant: "emphasis in Markdown",
      remedy: "write `**…**`"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["[!"],
      pattern: { /\[![A-Za-z]+\][+\-]?/ },
      meant: "a note",
      remedy: "write a block `:::notice` instead"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["!!! ", "??? ", "???+ "],
      pattern: { /(?:^|\n)(?:!!!|\?\?\?\+?) [a-z]+/ },
      meant: "a note",
      remedy: "write a block `:::notice` instead"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["[TOC]", "[toc]"],
      pattern: { /(?:^|\n)\[(?:TOC|toc)\]/ },
      meant: "text",
      remedy: "write it in Markdown or remove it"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["{#", "{:"],
      pattern: { /\{[#:][^{}\n]*\}/ },
      meant: "text",
      remedy: "remove it: headings have their addresses by themselves"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["[/"],
      pattern: { /\[(?:[a-z]{1,12})(?:=[^\[\]\n]*)?\][^\n]*?\[\/[a-z]{1,12}\]/ },
      meant: "Markdown",
      remedy: "write it without the brackets: `**…**` for emphasis, `[words](/address/)` for a link"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["=\"", "=“", "='"],
      pattern: { /\[[a-z][a-z_]{1,30} [a-z_]+=["“'][^\[\]\n]*\]/ },
      meant: "Markdown",
      remedy: "remove it: shortcodes of other programs do nothing here"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["||"],
      // Between words of a program they mean or.
      pattern: { /\|\|[^|\s][^|\n]*\|\|(?![A-Za-z0-9|])/ },
      meant: "text",
      remedy: "remove the bars"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["++"],
      // `++i` is a program's.
      pattern: { /(?:^|[^A-Za-z0-9+])\+\+(?![A-Za-z]\b)[^\s+][^+\n]*\+\+/ },
      meant: "emphasis in Markdown",
      remedy: "write `**…**`"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["^"],
      pattern: { /[^\s\^\[]\^(?![_\-.oOwω▽]\^)[^\s\^\[\]]{1,10}\^|\s\^[a-z0-9\-]{4,40}$/ },
      meant: "text",
      remedy: "write the character itself (²), or remove it"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["~"],
      // `~温馨提示~` on a line of its own or at its end is decoration.
      pattern: { /[ \t，。：；、]~[^\s~0-9][^\s~]*~(?=[ \t，：；、]\S)/ },
      meant: "text struck through",
      remedy: "write `~~…~~`"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["{color", "{panel", "{quote", "{code", "{note", "{info", "{warning"],
      pattern: { /\{(?:color|panel|quote|code|note|info|warning)(?:[:=][^{}\n]*)?\}/ },
      meant: "Markdown",
      remedy: "remove it: marks of other programs do nothing here"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["{."],
      pattern: { /\{\.[a-z][^{}\n]*\}/ },
      meant: "text",
      remedy: "remove it: marks of other programs do nothing here"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["{width", "{height", "{align", "{class", "{style"],
      pattern: { /\{(?:width|height|align|class|style)\s*=[^{}\n]*\}/ },
      meant: "text",
      remedy: "remove it: pages set the size by themselves"
    ),
    Mark(
      warning: .linkSyntax,
      triggers: ["<www."],
      pattern: { /<www\.[^<>\s]+>/ },
      meant: "a link",
      remedy: "write `https://` before its `www.`"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["<%"],
      pattern: { /<%[^\n]*?%>/ },
      meant: "Markdown",
      remedy: "remove it: marks of other programs do nothing here"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["\n::"],
      pattern: { /(?:^|\n)::(?: ?[a-z]+)/ },
      meant: "a block",
      remedy: "write three colons, such as `:::notice`"
    ),
    Mark(
      warning: .tableSyntax,
      triggers: ["+--", "+=="],
      pattern: { /(?:^|\n)\+[\-=]{2,}\+[\-=+]*/ },
      meant: "a table in Markdown",
      remedy: "write cells between `|` and below the first row a line such as `|---|---|`"
    ),
    Mark(
      warning: .listSyntax,
      triggers: ["\u{3000}", "\u{A0}", "\u{2002}", "\u{2003}", "\u{2009}", "\n＋"],
      pattern: {
        #/
        (?:^|\n)(?:(?:[\-*+]|[0-9]{1,3}[.\)])[\u3000\u00A0\u2002\u2003\u2009]|＋[\x20\u3000])
        [^\n]{1,20}
        /#
      },
      meant: "an item of a list",
      remedy: "write `- ` or `1. ` with a blank in half width"
    ),
    Mark(
      warning: .damagedText,
      triggers: ["\n\u{200B}", "\n\u{2060}", "\n\u{200E}", "\n\u{FEFF}"],
      pattern: {
        /(?:^|\n)[\u200B\u2060\u200E\uFEFF]+(?:#{1,6}|[\-*+>]|[0-9]{1,3}\.)\x20[^\n]{0,20}/
      },
      meant: "a heading, an item or a quotation",
      remedy: "remove the invisible character at the beginning of the line"
    ),
    Mark(
      warning: .headingSyntax,
      triggers: ["\n＃"],
      pattern: { /(?:^|\n)＃[^\s＃#，。！？；0-9][^\s＃#，。！？；]{0,30}(?=\n|$)/ },
      meant: "a heading",
      remedy: "write `## ` before it in half width"
    ),
    Mark(
      warning: .literalEmphasis,
      triggers: ["__"],
      pattern: { /\p{Han}__[^_\s][^_\n]*__|__[^_\s][^_\n]*__(?=\p{Han})/ },
      meant: "emphasis",
      remedy: "write `**…**`, which may stand within words"
    ),
    Mark(
      warning: .conflictMark,
      triggers: ["<<<<<<<", ">>>>>>>"],
      pattern: { /(?:^|\n)<<<<<<<[^\n]*|>>>>>>>[^\n]*/ },
      meant: "one version of the text",
      remedy: "keep one of the two and remove the marks"
    ),
    Mark(
      warning: .damagedText,
      triggers: [
        "[图片", "【图片", "[表情", "[动画表情", "[微笑", "[呲牙", "[玫瑰", "[强]", "[抱拳", "[红包", "[庆祝", "[视频", "[语音",
      ],
      pattern: {
        /[\[【](?:图片|表情|动画表情|微笑|呲牙|玫瑰|强|抱拳|红包|庆祝|视频|语音)(?:加载失败)?[\]】]/
      },
      meant: "a picture",
      remedy: "put the picture into site/static and write `![what it shows](/images/NAME)`"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["%%"],
      pattern: { /%%[^%\n]+%%/ },
      meant: "a comment in Markdown",
      remedy: "write `<!-- … -->`"
    ),
    Mark(
      warning: .foreignMark,
      triggers: ["$$"],
      pattern: { /\$\$[^$\n]+\$\$/ },
      meant: "text",
      remedy: "write it in Markdown or remove it"
    ),
    Mark(
      warning: .foreignMark,
      triggers: [" :", "\n:", "\t:", "\u{A0}:", "\u{3000}:"],
      pattern: { /(?:^|\s):[a-z][a-z0-9_]*[a-z0-9]:/ },
      meant: "text",
      remedy: "write the emoji itself"
    ),
    Mark(
      warning: .literalEmphasis,
      triggers: ["**"],
      pattern: {
        /\*\*[ \u3000\u00A0][^*\n]+\*\*|\*\*[^*\n]+[ \u3000\u00A0]\*\*/
      },
      meant: "emphasis",
      remedy: "remove the blanks inside of the asterisks"
    ),
    Mark(
      warning: .literalEmphasis,
      triggers: [" ~~", "\u{3000}~~", "\u{A0}~~"],
      // `好的~~ 谢谢 ~~` and `谢谢 ~~24小时在线 ~~下次再来` are decoration, a price is none.
      pattern: {
        #/
        (?:^|[\s：，])~~(?:[^~\s]{0,4}价[^~\s0-9０-９]{0,3})?\s?
        (?:[¥￥$€]?\s?[0-9０-９][0-9０-９.,]*|[一二两三四五六七八九十百千万]+(?=\s?[元块圆]))
        \s?(?:[元块圆]|CNY|RMB|USD)?(?:起|\/[^~\s]{1,3})?
        [\x20\u3000\u00A0]~~(?=[^\s~])
        /#
      },
      meant: "text struck through",
      remedy: "remove the blanks inside of the tildes"
    ),
  ]
}
