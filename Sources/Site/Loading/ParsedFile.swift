import Shop
import Text

/// One content file, parsed by itself, with its problems.
struct ParsedFile: Sendable {
  let source: SourceText
  let place: ContentPlace
  let item: Item
  /// The language of its text.
  let language: LanguageTag
  let body: MarkdownBody
  let problems: [ContentProblem]
  /// Placeholders of its template, which are a problem once it is published.
  let placeholders: [Placeholder]
  /// The warnings that the file allows.
  let allowed: Set<Diagnostic>

  /// What the file's front matter became.
  enum Item: Sendable {
    case product(ProductFields)
    case term(TermFields)
    case page(TermFields)
    case translation(TranslationFields)

    /// The picture that its front matter names.
    var image: Located<String>? {
      switch self {
      case .product(let fields): fields.image
      case .term(let fields): fields.image
      case .page, .translation: nil
      }
    }
  }

  /// The body as pages show it, with the front matter's summary if there is one.
  var shownBody: Body {
    let written: String? =
      switch item {
      case .product(let fields): fields.summary
      case .page(let fields), .term(let fields): fields.summary
      case .translation(let fields): fields.summary
      }
    return Body(parts: body.parts, summary: written ?? body.summary)
  }
}

extension ParsedFile {
  /// The names of its `params`.
  var paramNames: [String] {
    if case .product(let fields) = item { fields.params.names } else { [] }
  }
}

/// The result of reading one file.
enum FileReading: Sendable {
  case parsed(ParsedFile)
  case refused(ContentProblem)
}

/// Reads and parses one content file of the shop; `all` are the names of all content files.
func readContentFile(
  _ found: ShopFile,
  among all: Set<String>,
  shop: String,
  config: SiteConfig
) -> FileReading {
  let file = found.name
  do throws(ContentProblem) {
    guard let place = ContentPlace(file, among: config.spokenLanguages) else {
      throw ContentProblem(
        file: file,
        message: "expected a file under content/products, categories, scenarios or pages, "
          + "found it elsewhere; move it there"
      )
    }
    if ["index", "_index"].contains(place.name.lowercased()) { throw bundle(place, file: file) }
    let source = try readSourceText(file, shop: shop, onDisk: found.source)
    let content = try ContentFile(source)
    if let language = place.unknownLanguage, isTranslation(content, at: place, among: all) {
      if config.spokenLanguages.contains(language) {
        let written = file.dropLast(".md".count)
        let stem = written[...(written.lastIndex(of: ".") ?? written.startIndex)]
        throw ContentProblem(
          file: file,
          message:
            "expected a language such as \(language.tag) in the name of a translation, found "
            + "`_` in it; rename the file to \(printable("\(stem)\(language.tag)")).md"
        )
      }
      let known = config.spokenLanguages.map(\.tag).joined(separator: ", ")
      let meant = LanguageTag.meant(by: language.tag)
      throw ContentProblem(
        file: file,
        message: "expected a translation into one of \(known), found \(quoted(language.tag)); "
          + "rename the file"
          + (meant == nil
            ? ", or add \(ShopWords.file(of: language)) "
              + "with `cardstock new language \(language.tag)`" : ""),
        hint: meant.map { "did you mean `\($0)`?" }
      )
    }
    return .parsed(parse(content, at: place, config: config))
  } catch {
    return .refused(error)
  }
}

/// Whether a file with a possible language in its name is a translation: `office.pro.md` may be a
/// product, which has a price of its own.
private func isTranslation(
  _ file: ContentFile,
  at place: ContentPlace,
  among all: Set<String>
) -> Bool {
  let stem = file.source.file.dropLast(".md".count)
  guard let dot = stem.lastIndex(of: "."), all.contains(stem[..<dot] + ".md") else { return false }
  return place.kind != .product || !file.entries.contains { $0.key == "sku" || $0.key == "price" }
}

/// The problem of an `index.md` in a folder, which is a page in other generators.
private func bundle(_ place: ContentPlace, file: String) -> ContentProblem {
  let folder = file.split(separator: "/").dropLast()
  let isNamed = folder.count > 2
  let meant =
    isNamed ? folder.joined(separator: "/") + ".md" : folder.joined(separator: "/") + "/NAME.md"
  return ContentProblem(
    file: file,
    message: "expected a file that is named as its address, found an index file; "
      + "rename it to \(printable(meant)), and put pictures beside it into site/static/images"
  )
}

/// A text file of the shop, refused when it is too large, unreadable or not UTF-8.
///
/// `onDisk` is its path on disk, if that has another Unicode form than its name.
func readSourceText(
  _ file: String,
  shop: String,
  onDisk: String? = nil
) throws(ContentProblem) -> SourceText {
  let bytes: [UInt8]
  do throws(DiskError) {
    bytes = try Disk.read(shop + "/" + (onDisk ?? file), limit: SourceText.largestSize + 1)
  } catch {
    throw ContentProblem(
      file: file,
      message: "expected a file that can be read, found: \(error.reason); check its permissions"
    )
  }
  guard bytes.count <= SourceText.largestSize else {
    throw ContentProblem(
      file: file,
      message: "expected a text of at most 1 MiB, found a larger file; split or shorten it"
    )
  }
  return try SourceText(file: file, bytes: bytes)
}

private func parse(_ file: ContentFile, at place: ContentPlace, config: SiteConfig) -> ParsedFile {
  let language = place.translation ?? config.language
  let body = MarkdownBody(
    of: file,
    speaking: config.phrases(in: language),
    readsCJKEmphasis: config.readsCJKEmphasis,
    home: config.baseURL,
    isOfProduct: place.kind == .product
  )
  var problems: [ContentProblem] = []
  let allowed = allowedWarnings(in: file.entries, of: file.source, problems: &problems)
  let item: ParsedFile.Item
  if place.translation != nil {
    let fields = TranslationFields(file, of: place.kind, problems: &problems)
    item = .translation(fields)
  } else {
    switch place.kind {
    case .product:
      item = .product(
        ProductFields(file, name: place.name, config: config, problems: &problems)
      )
    case .category, .scenario:
      item = .term(TermFields(file, of: place.kind, config: config, problems: &problems))
    case .page:
      item = .page(TermFields(file, of: .page, config: config, problems: &problems))
    }
  }
  problems += body.problems
  problems += body.raws.prefix(mostWarnings).map { raw in
    file.source.problem(
      raw.code == nil ? .rawHTML : nil,
      at: file.source.position(of: raw.text, from: Position(line: raw.line, column: 1)),
      raw.code.map { "expected Markdown, found HTML with \($0), which no page of the shop shows; " }
        .map { $0 + "remove it, or put code for all pages into a template of site/templates" }
        ?? "expected Markdown, found raw HTML, which is left out; write it in Markdown"
    )
  }
  return ParsedFile(
    source: file.source,
    place: place,
    item: item,
    language: language,
    body: body,
    problems: problems + codeWarnings(for: file) + damageWarnings(for: file),
    placeholders: Site.placeholders(in: file, language: language),
    allowed: allowed
  )
}
