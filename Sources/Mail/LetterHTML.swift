import Mustache
import Shop

extension Letter {
  /// The HTML part: one column, styled inline, without images; same content as the plain text.
  var html: String {
    let words = LetterWords.of(language)
    let accent = identity.accent.checked
    let unitValues = units.map { unit in
      [
        "heading": unit.heading, "code": unit.code, "pin": unit.pin,
        "number": unit.number,
        "faceValue": unit.faceValue, "validUntil": unit.validUntil,
      ]
      .compactMapValues { $0 }
    }
    var values: [String: Any] = [
      "lang": language.tag, "subject": subject, "shop": shopTitle, "home": identity.baseURL,
      "headline": headline, "greeting": words.greeting, "opening": opening,
      "product": productTitle, "accent": accent.light, "onAccent": accent.onLight,
      "darkAccent": accent.dark, "onDarkAccent": accent.onDark,
      "facts": facts.map { ["label": $0.label, "value": $0.value] },
      "units": unitValues, "hasUnits": !units.isEmpty,
      "codeLabel": words.code, "pinLabel": words.pin, "numberLabel": words.number,
      "validLabel": words.validUntil,
      "faceLabel": words.faceValue, "keepSecret": words.keepSecret, "orderPage": words.orderPage,
      "orderPageNote": orderPageNote, "hasRedeem": !redeem.isEmpty,
      "howToRedeem": words.howToRedeem, "redeem": LetterTemplate.styled(redeem.html),
      "support": support, "supportAddress": identity.support.text, "automatic": words.automatic,
    ]
    values["orderURL"] = orderURL
    values["style"] = Style.all
    return LetterTemplate.compiled.render(values)
  }
}

/// The HTML part of every letter: `Templates/letter.mustache`.
///
/// Styles are attributes of the elements, since mail programs drop style sheets; the sheet only
/// adds dark mode.
///
/// Its colours need `!important` to override the attributes. The layout uses tables of one column,
/// which every mail program supports.
enum LetterTemplate {
  /// Compiled once; the text is ours, so it always compiles.
  static let compiled: MustacheTemplate = {
    MustacheContentTypes.register(LetterEscaping(), named: "LETTER")
    do {
      let source = String(decoding: PackageResources.letter_mustache, as: UTF8.self)
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:LETTER}}" + source)
    } catch {
      preconditionFailure("letter template: \(error)")
    }
  }()

  /// The instructions with a style on each element; their text holds no unescaped `<`.
  static func styled(_ instructions: String) -> String {
    instructionStyles.reduce(instructions) { html, style in
      html.replacing(
        "<\(style.tag)",
        with: "<\(style.tag.dropLast()) style=\"\(style.text)\"\(style.tag.suffix(1))"
      )
    }
  }
}

/// Styles that are used more than once: `{{{style.small}}}`.
private enum Style {
  static let all = [
    "table": table, "sans": sans, "ink": ink, "small": small, "row": row, "key": key,
  ]

  static let table = """
    role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0"
    """
  static let sans = """
    -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC',\
    'Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif
    """
  static let ink = "color:#1a1d1c"
  static let small = "font-size:14px;line-height:22px;color:#5b615e"
  static let row = "padding:9px 0;border-bottom:1px solid #dfe1dd;font-size:14px;line-height:22px"
  /// One click or one long press selects the whole code, with its blanks.
  static let key = """
    margin:0;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace;\
    font-size:21px;line-height:32px;font-weight:600;color:#1a1d1c;word-break:break-all;\
    white-space:pre-wrap;-webkit-user-select:all;user-select:all
    """
}

/// The style of each element of `RedeemInstructions`; a tag includes the byte after its name.
///
/// A tag with an attribute comes first, since the style adds an attribute to the others.
private let instructionStyles: [(tag: String, text: String)] = [
  ("p>", "margin:8px 0 0 0"),
  ("h3>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("h4>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("h5>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("h6>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("ol ", "margin:8px 0 0 0;padding:0 0 0 24px"),
  ("ol>", "margin:8px 0 0 0;padding:0 0 0 24px"),
  ("ul>", "margin:8px 0 0 0;padding:0 0 0 24px"),
  ("li>", "margin:4px 0 0 0"),
  ("blockquote>", "margin:8px 0 0 0;padding:0 0 0 12px;border-left:3px solid #858b87"),
  (
    "pre>",
    "margin:8px 0 0 0;padding:8px 12px;border:1px solid #858b87;border-radius:8px;"
      + "white-space:pre-wrap;font-size:14px;line-height:22px"
  ),
  ("table>", "margin:8px 0 0 0;border-collapse:collapse"),
  ("th>", "padding:4px 12px;border:1px solid #858b87;text-align:left"),
  ("td>", "padding:4px 12px;border:1px solid #858b87"),
  ("hr>", "margin:16px 0;border:0;border-top:1px solid #858b87"),
  ("a ", "color:inherit;word-break:break-word"),
]

/// Makes the template engine escape values byte by byte, since its own escaping goes by grapheme
/// cluster.
struct LetterEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
