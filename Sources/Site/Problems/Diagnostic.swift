/// A warning by its name, which a file that means what it says may allow: `allow: [no-alt-text]`.
///
/// Errors have no name: none of them may be allowed. Names stay what they are, since they stand in
/// the files of shops.
package enum Diagnostic: String, CaseIterable, Sendable {
  // What a text looks like and is not.
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
  // Where a text leads, and what it says.
  case linkToAlias = "link-to-alias"
  case linkWithoutSlash = "link-without-slash"
  case cardCode = "card-code"
  case placeholder = "placeholder"
  case noInstructions = "no-instructions"
  case instructionsAsText = "instructions-as-text"
  case secondInstructions = "second-instructions"
  // Values.
  case cutByComment = "cut-by-comment"
  case amountLimit = "amount-limit"
  case unlikelyPrice = "unlikely-price"
  case joinedTags = "joined-tags"
  case repeatedTag = "repeated-tag"
  case tagSpelling = "tag-spelling"
  case sameTitle = "same-title"
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
  // Files.
  case ignoredFile = "ignored-file"
  case unpublishedTranslation = "unpublished-translation"
  case missingWords = "missing-words"
  case unusedWords = "unused-words"
  case untranslatedWords = "untranslated-words"
  case unusedTemplate = "unused-template"
  case largeImage = "large-image"
  case imageFormat = "image-format"
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

  /// What it means, in one sentence, with an example of what it tells and of what it does not.
  package struct Entry: Sendable {
    package let diagnostic: Diagnostic
    /// One sentence, without a full stop.
    package let meaning: String
    /// Where the examples stand.
    package let place: Place
    package let wrong: String
    package let right: String
  }

  /// Where an example stands.
  package enum Place: Equatable, Sendable {
    /// In the Markdown of a product.
    case text
    /// Among the lines of a product's front matter.
    case matter
    /// Among the lines of `site/site.yaml`.
    case settings
    /// A whole file, by its path from the shop's folder.
    case file(String)
    /// In words, since it takes more than a few lines to show.
    case described
  }

  /// All of them, in the order of the documentation.
  package static let table: [Entry] = texts + meanings + values + files + outputs
}
