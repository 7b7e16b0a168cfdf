/// What is wrong with a template: the theme is only as good as what a shop overrides in it.
package enum ThemeProblem: Error, Equatable, CustomStringConvertible {
  /// A template cannot be read. `file` is its name, such as `product.mustache`; `line` counts from
  /// 1.
  case syntax(file: String, line: Int, reason: String)

  package var description: String {
    switch self {
    case .syntax(let file, let line, let reason): "\(file):\(line): error: \(reason)"
    }
  }
}
