/// The list that buyers check before they buy: the first task list of a product's text, with its
/// heading if nothing else belongs to that.
///
/// A product's page shows it above the button and not in the text.
struct Checklist {
  /// The line of the heading, or of the list if it has none of its own.
  let firstLine: Int
  /// The first line of the list.
  let listLine: Int

  /// Finds the list; nil without one.
  ///
  /// A list in a block or in the instructions stays where it is. So does one with an item that is
  /// ticked or more than one paragraph, or with a picture.
  init?(in root: MarkdownNode, _ blocks: BlockLines, instructions: MarkdownNode?) {
    var node = root.firstChild
    var depth = 0
    var isInstructions = false
    while let current = node {
      switch current.kind {
      case .rawBlock:
        switch blocks.line(ofComment: current.literal) {
        case .opening(let block): depth += block.hasBody ? 1 : 0
        case .closing: depth -= 1
        case nil: break
        }
      case .heading:
        if let instructions, current.headingLevel <= instructions.headingLevel {
          isInstructions = current.line == instructions.line
        }
      case .list where depth == 0 && !isInstructions && current.isListOfBoxes:
        firstLine = (current.headingOfItsOwn ?? current).line
        listLine = current.line
        return
      default: break
      }
      node = current.next
    }
    return nil
  }
}

extension MarkdownNode {
  /// Whether its parent is the document.
  var isAtTop: Bool {
    guard let parent, case .document = parent.kind else { return false }
    return true
  }

  /// Whether each item is a task of one paragraph that is not ticked, without pictures.
  fileprivate var isListOfBoxes: Bool {
    var item = firstChild
    while let current = item {
      guard case .task = current.kind, !current.isChecked, let text = current.firstChild,
        text.next == nil,
        case .paragraph = text.kind
      else { return false }
      item = current.next
    }
    var hasPicture = false
    walk { node, _ in
      if case .image = node.kind { hasPicture = true }
      return !hasPicture
    }
    return !hasPicture
  }

  /// The heading before it, if nothing else belongs to that.
  fileprivate var headingOfItsOwn: MarkdownNode? {
    guard let heading = previous, case .heading = heading.kind else { return nil }
    guard let next else { return heading }
    switch next.kind {
    case .heading where next.headingLevel <= heading.headingLevel: return heading
    case .footnote: return heading
    default: return nil
    }
  }
}
