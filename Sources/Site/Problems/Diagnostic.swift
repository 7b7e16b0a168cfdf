/// A warning by its name, which files may allow: `allow: [no-alt-text]`.
///
/// Errors have no name and cannot be allowed. Names must not change, since shops' files use them.
package enum Diagnostic: String, CaseIterable, Sendable {
  // Marks in a text that do not mean what they look like.
  case rawHTML = "raw-html"
  case noAltText = "no-alt-text"
  case unclosedFence = "unclosed-fence"
  case unclosedComment = "unclosed-comment"
  case wikiLink = "wiki-link"
  case shortcode = "shortcode"
  case linkSyntax = "link-syntax"
  case missingReference = "missing-reference"
  case missingFootnote = "missing-footnote"
  case unusedReference = "unused-reference"
  case unusedFootnote = "unused-footnote"
  case listSyntax = "list-syntax"
  case listNumber = "list-number"
  case lostSign = "lost-sign"
  case joinedSteps = "joined-steps"
  case joinedLines = "joined-lines"
  case tableSyntax = "table-syntax"
  case stepsWithoutList = "steps-without-list"
  case literalEmphasis = "literal-emphasis"
  case gluedLink = "glued-link"
  case indentedCode = "indented-code"
  case underlinedHeading = "underlined-heading"
  case fullWidthMark = "full-width-mark"
  case foreignMark = "foreign-mark"
  case emptyLink = "empty-link"
  case localLink = "local-link"
  case damagedText = "damaged-text"
  case secondFrontMatter = "second-front-matter"
  case unclosedMark = "unclosed-mark"
  case conflictMark = "conflict-mark"
  case firstLevelHeading = "first-level-heading"
  case emptyHeading = "empty-heading"
  case headingSyntax = "heading-syntax"
  case ownAddress = "own-address"
  // A text's links and content.
  case linkToAlias = "link-to-alias"
  case leavingLink = "leaving-link"
  case linkWithoutSlash = "link-without-slash"
  case cardCode = "card-code"
  case placeholder = "placeholder"
  case noInstructions = "no-instructions"
  case instructionsAsText = "instructions-as-text"
  case secondInstructions = "second-instructions"
  // Values of front matter and settings.
  case cutByComment = "cut-by-comment"
  case amountLimit = "amount-limit"
  case unlikelyPrice = "unlikely-price"
  case joinedTags = "joined-tags"
  case repeatedTag = "repeated-tag"
  case tagSpelling = "tag-spelling"
  case sameTitle = "same-title"
  case sameTermTitle = "same-term-title"
  case brandSpelling = "brand-spelling"
  case futureDate = "future-date"
  case invisibleCharacter = "invisible-character"
  case markupInValue = "markup-in-value"
  case curlyQuotes = "curly-quotes"
  case missingLegal = "missing-legal"
  case noWorkerURL = "no-worker-url"
  case noContacts = "no-contacts"
  case smallShareImage = "small-share-image"
  case headerSpelling = "header-spelling"
  case weakHeader = "weak-header"
  case redirectChain = "redirect-chain"
  case unusedHeader = "unused-header"
  case stalePages = "stale-pages"
  // Files and folders.
  case ignoredFile = "ignored-file"
  case unpublishedTranslation = "unpublished-translation"
  case untranslatedText = "untranslated-text"
  case missingWords = "missing-words"
  case unusedWords = "unused-words"
  case untranslatedWords = "untranslated-words"
  case unusedTemplate = "unused-template"
  case largeImage = "large-image"
  case imageFormat = "image-format"
  case drawingWithoutViewBox = "drawing-without-viewbox"
  case unusualFile = "unusual-file"
  case forbiddenScript = "forbidden-script"
  // The output.
  case imageCopies = "image-copies"
  case noGzip = "no-gzip"
  case manyAliases = "many-aliases"
  case manyFiles = "many-files"
  case largeFile = "large-file"
  case hostLimit = "host-limit"
  case lostAddress = "lost-address"
  case lostLanguage = "lost-language"
  case addressesNotKept = "addresses-not-kept"

  /// The name as shops write it.
  package var name: String { rawValue }

  /// A warning's meaning, with an example that has it and one that does not.
  package struct Entry: Sendable {
    /// The warning.
    package let diagnostic: Diagnostic
    /// One sentence, without a full stop.
    package let meaning: String
    /// The kind of place of the examples.
    package let place: Place
    /// Lines that have the warning.
    package let wrong: String
    /// The same lines as they should be.
    package let right: String
  }

  /// The kind of place of an example.
  package enum Place: Equatable, Sendable {
    /// In the Markdown of a product.
    case text
    /// Among the lines of a product's front matter.
    case matter
    /// Among the lines of `site/site.yaml`.
    case settings
    /// A whole file, by its path from the shop's folder.
    case file(String)
    /// Described in words, since an example would take too many lines.
    case described
  }

  /// All warnings, in the order of the documentation.
  package static let table: [Entry] = texts + meanings + values + files + outputs
}

extension Diagnostic {
  /// Files and folders.
  static let files =
    entries(
      .file("site/static/images/card.png"),
      [
        (
          .imageFormat, "A picture is of another format than its name says",
          wrong: "GIF89aA A ", right: "not a picture"
        )
      ]
    )
    + entries(
      .file("site/static/images/front.svg"),
      [
        (
          .drawingWithoutViewBox, "A drawing has no `viewBox`, so that browsers cut it",
          wrong: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"5\"/>",
          right: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>"
        )
      ]
    )
    + entries(
      .file("site/static/chat.js"),
      [
        (
          .forbiddenScript, "A script does what the shop's Content-Security-Policy forbids",
          wrong: "fetch(\"https://stats.example/hit\");", right: "fetch(\"/catalog.json\");"
        )
      ]
    )
    + entries(
      .file("site/static/codes.xlsx"),
      [
        (
          .unusualFile, "Everybody may read a copied file that looks like the shop's own papers",
          wrong: "PK", right: ""
        )
      ]
    )
    + entries(
      .file("site/words/fr.yaml"),
      [
        (
          .missingWords, "A further language lacks some of the theme's words",
          wrong: "pay: Payer\n", right: ""
        ),
        (
          .unusedWords, "A language has words and no pages", wrong: "pay: Payer\n", right: ""
        ),
      ]
    )
    + entries(
      .described,
      [
        (
          .ignoredFile, "A file or folder of the shop is read by no build",
          wrong: "`static/logo.svg` at the top of the shop.", right: "`site/static/logo.svg`"
        ),
        (
          .unusedTemplate, "A template has the name of none and is shown by none",
          wrong: "`site/templates/banner.mustache` that no template shows.",
          right: "`{{> banner}}` in `site/templates/footer.mustache`"
        ),
        (
          .unpublishedTranslation, "A translation is into a language that the shop does not list",
          wrong: "`steam-50.en.md` in a shop with `languages: [zh-CN]`.",
          right: "`languages: [zh-CN, en]`"
        ),
        (
          .untranslatedText, "A translation has the text that it should translate",
          wrong: "`steam-50.en.md` with the Chinese text of `steam-50.md`.",
          right: "`steam-50.en.md` with its title alone, or with a text in English."
        ),
        (
          .untranslatedWords, "A further language's words are those of the built-in one",
          wrong: "`site/words/fr.yaml` as `cardstock new language fr` wrote it.",
          right: "The same with its texts in French."
        ),
        (
          .largeImage, "A picture is larger than `image_budget_kb`",
          wrong: "A photograph of 2 MB.", right: "The same in WebP, 1,200 pixels wide."
        ),
      ]
    )

  /// The output.
  static let outputs = entries(
    .described,
    [
      (
        .imageCopies, "No smaller copies of a picture could be made",
        wrong: "A picture that the program for it refuses.", right: "The same, exported again."
      ),
      (
        .noGzip, "The program that compresses is not on this machine",
        wrong: "`precompress: true` without `gzip`.", right: "`gzip` installed."
      ),
      (
        .manyAliases, "There are more aliases than hosts redirect",
        wrong: "More than 2,000 `aliases` in all languages.", right: "Those that are still visited."
      ),
      (
        .manyFiles, "There are more files than a free host takes", wrong: "More than 20,000 files.",
        right: "Fewer languages or tags, or another host."
      ),
      (
        .largeFile, "A file is larger than a free host takes", wrong: "A video of 30 MB.",
        right: "The video on a host for videos."
      ),
      (
        .hostLimit, "There are more headers or redirects than one of the hosts reads",
        wrong: "More than 100 folders in site/static with Cloudflare as the host.",
        right: "The same files in fewer folders."
      ),
      (
        .lostAddress, "A page that was published has gone without a word about its address",
        wrong: "A product that is renamed.",
        right: "Its old address under `aliases:`, or under `gone:` in `site.yaml`."
      ),
      (
        .lostLanguage, "A language that was published has gone",
        wrong: "`en` taken out of `languages`.",
        right: "`en` among them, or `gone: [/en/*]`."
      ),
      (
        .addressesNotKept, "`site/addresses.txt` is gone, or cannot be added to",
        wrong: "A file that may not be written.",
        right: "A file that may be written and is committed."
      ),
    ]
  )
}
