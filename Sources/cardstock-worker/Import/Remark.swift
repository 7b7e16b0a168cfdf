import Shop

/// What somebody wrote beside a code, in a column that is left out.
///
/// A line is refused rather than sold where a remark may say that its card is spent, or may hold a
/// part of it: a person can leave the remarks out, and nobody can take a sale back.
struct Remark {
  private let text: String

  init(_ given: String) { text = CardCode.cleaned(CardCode.halfWidth(given)).lowercased() }

  /// Why the line is not taken on the day `today`; nil also where another column of `fields` says
  /// what the remark does.
  func refusal(beside fields: [ColumnField], today: CivilDate?) -> LineRefusal? {
    guard !text.isEmpty else { return nil }
    if !fields.contains(.status), saysSpent {
      return LineRefusal("expected a code that is new, found one that a remark calls spent")
    }
    if !fields.contains(.pin), namesPIN {
      return LineRefusal(
        "expected a PIN in a column of its own, found a remark that names one; give it a column "
          + "`pin`, or leave the remarks out by --column NAME=ignore"
      )
    }
    if !fields.contains(.expires), namesLastDay || isAhead(of: today) {
      return LineRefusal(
        "expected a last day in a column of its own, found a remark that names one; give it a "
          + "column `expires`, or leave the remarks out by --column NAME=ignore"
      )
    }
    return nil
  }
}

/// That the card is spent.
extension Remark {
  private var saysSpent: Bool {
    CellText.spent.contains(text) || saysSpentInChinese || saysSpentInEnglish
      || text.contains(Self.warning)
  }

  /// `不要发`, `余额为0`, `do not sell` and `20 left`.
  private static var warning: Regex<Substring> {
    #/
    (?: 不要 | 别 | 勿 | 不能 | 不可 | 暂不 | 停止 ) 再? (?: 发(?!票) | 卖 | 售 | 用(?=$|[\s,.;!。]) )
    | 重复 (?= $ | [卡码] ) | 问题卡 | ^ (?: 有误 | 错误 | 有问题 ) \W* $
    | 已核 (?= $ | [\s,.;!。] ) | [给給送] .{1,6} 了 (?= $ | [\s,.;!。] )
    | (?: 余额 | 餘額 | balance ) \W? (?: 为 | 是 | is )? \s* [:=]? \s* 0 (?![\d.])
    | 剩余? \s* :? \s* \d | \b \d+ \s left \W* $
    | \b (?: do \s not | don't | never ) \s (?: re)? (?: sell | use | send ) (?= \W* $ | [.,;!] )
    | \b (?: cashed | given | gifted | handed | traded ) \s (?: in | to | away | out | over ) \b
    | ^ (?: empty | gone | taken | burn(?:ed|t) | dead | duplicate | bad | faulty | wrong | error
        | broken ) \W* $
    /#
  }

  /// `已被使用`, `用过了` and `已售给张三`; neither `未使用过` nor `已售后保障`.
  private var saysSpentInChinese: Bool {
    // Cheaper than the regular expression, and most remarks have none of these.
    guard text.contains(where: "已被了过過掉光完走".contains) else { return false }
    return text.matches(of: Self.deeds).contains { found in
      let isDone =
        found.output.first.map("已被".contains) ?? false
        || found.output.last.map("了过過掉光完走".contains) ?? false
      let before = text[..<found.range.lowerBound].suffix(2)
      return isDone && !before.contains(where: "未没沒不無无勿莫可能请請待再若如是否".contains)
    }
  }

  /// What is done to a card, with the signs that it is done.
  ///
  /// Behind a word of one letter, which is often the half of another, come only whose it is and
  /// when.
  private static var deeds: Regex<Substring> {
    #/
    (?: [已被] [经經被人他她客户家]{0,3} )?
    (?:
      (?: 使用 | 兑换 | 兌換 | 核销 | 领取 | 激活 | 绑定 | 充值 | 消费 | 提货 | 提取 | 发货 | 发放
        | 发出 | 售出 | 卖出 | 出售 | 出库 | 出货 | 退款 | 退回 | 作废 | 失效 | 过期 | 报废 | 停用
        | 禁用 | 冻结 | 注销 | 撤销 | 挂失 )
      (?: 过了 | 過了 | [了过過] | [掉完]了? )?
      (?! [后後的者率量] )
    | [用售卖賣领領兑充发發退废封刮取]
      (?: 过了 | 過了 | [了过過] | [掉光完走]了? )?
      (?= $ | [\s\d,.;:!?。、\(\)\/] | [于给給] )
    )
    /#
  }

  /// `already used`, `sold to Ann` and `used 3/4`; neither `can be used` nor `used in the US`.
  private var saysSpentInEnglish: Bool {
    let words = text.split { !("a"..."z").contains($0) }.map(String.init)
    guard !CellText.spent.isDisjoint(with: words) else { return false }
    let tokens = text.matches(of: #/[a-z']+|\d+|[^\sa-z\d]/#).map { String($0.output) }
    return tokens.indices.contains { index in
      guard CellText.spent.contains(tokens[index]) else { return false }
      let before = tokens[..<index].suffix(3)
      return !before.contains(where: Self.denials.contains)
        && Self.isEnd(tokens[(index + 1)...], of: tokens[index])
    }
  }

  private static let denials: Set<String> = [
    "not", "never", "no", "non", "none", "be", "if", "when", "once", "until", "unless", "before",
    "after", "cannot", "can't", "isn't", "wasn't", "hasn't", "without", "must", "may", "can",
  ]

  /// Whether behind a word for spent ends what it says, or comes by whom and when.
  private static func isEnd(_ rest: ArraySlice<String>, of word: String) -> Bool {
    guard let next = rest.first else { return true }
    let second = rest.dropFirst().first ?? ""
    switch next {
    case "by", "already", "up", "once", "twice", "today", "yesterday", "and", "or": return true
    case "on", "at", "in": return second.first?.isNumber == true
    case "to", "out": return ["sold", "refunded", "claimed"].contains(word)
    case ":", "?", "=": return !["no", "n", "false", "0", "none"].contains(second)
    default: return next.first?.isLetter != true
    }
  }
}

/// A part of what is sold.
extension Remark {
  /// `密码123456`, `PIN is 1234` and `password: abcd`; neither `无需密码` nor `PIN: none needed`.
  private var namesPIN: Bool {
    guard let found = text.firstMatch(of: Self.pin) else { return false }
    return !text[..<found.range.lowerBound].suffix(3).contains(where: "无無免不没沒".contains)
  }

  private static var pin: Regex<Substring> {
    #/
    (?: 密码 | 密碼 | 提取码 | 验证码 | 校验码 | 安全码 | 口令
      | \b (?: pin | passwords? | passwd | passcode | pwd | cvv2? | cvc2?
        | (?: security | verification ) \s code ) )
    \s* (?: code | 码 | no\.? )? \s*
    (?:
      (?: [:=\#\-] | 是 | 为 | 為 | \b is \b | -> | → ) \s* (?= [a-z]* \d ) [a-z\d]{3,}
    | (?: [:=] | 是 | 为 | 為 ) \s* (?! \W* (?: no | not | none | null | nil | n\/a | see | same
        | sent | ask | please | your | the | on | in | by | https? ) \b )
      [a-z!@\#$%^&*_+.\-]{4,}
    | (?= [a-z]* \d ) [a-z\d]{3,} (?! [a-z\d元位张个天年] )
    )
    | \b (?: pass | pw | p ) \s* [:=] \s* [a-z]* \d [a-z0-9]{2}
    | \b pw \s+ (?= [a-z]* \d ) [a-z\d]{3,}
    | 后[四六4-6]位 \s* :? \s* \d{4,6}
    /#
  }

  /// `有效期至2027-12-31`, `exp 12/27` and `use by Dec 2027`; neither `购买后30天有效` nor
  /// `valid 12-24 months`.
  private var namesLastDay: Bool {
    guard text.contains(where: { $0.isNumber || "年月".contains($0) }) else { return false }
    return text.matches(of: Self.day).contains { found in
      let isEnd = { ",;!。".contains($0) }
      let before =
        text[..<found.range.lowerBound].suffix(24)
        .split(omittingEmptySubsequences: false, whereSeparator: isEnd).last ?? ""
      let behind = text[found.range.upperBound...].prefix(12).prefix { !isEnd($0) }
      if before.contains(Self.upTo) || behind.prefixMatch(of: Self.isOver) != nil { return true }
      guard let last = before.matches(of: Self.lasts).last else { return false }
      return !before[last.range.upperBound...].contains(Self.starts)
    }
  }

  /// A day, a month with its year, or a year.
  private static var day: Regex<Substring> {
    #/
    20\d\d \s?[\-\/.年]\s? \d{1,2} (?: \s?[\-\/.月]\s? \d{1,2} )? [日号月]?
    | \b \d{1,2} [\-\/.] \d{1,2} [\-\/.] \d{2,4} \b | \b (?! 24\/7 ) \d{1,2} \/ \d{1,2} \b
    | \b (?: 0?[1-9] | 1[0-2] ) [\-\/.] (?: 20 )? [2-5]\d \b
      (?! \s* (?: [个天日年周元块张次人位%小] | days? | weeks? | months? | years? | hours? ) )
    | \d\d 年 \d{1,2} 月 | \d{1,2} 月 (?: \d{1,2} [日号] | [底末] )
    | (?: \b \d{1,2} (?: st | nd | rd | th )? [\s\-]? )?
      \b (?: jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec ) [a-z]* \b
      (?: \.? [\s\-]? \d{1,4} )? \b
    | [明今后本下当] [年月] [底末初]? | 年[底末] | \b 20[2-9]\d [01]\d [0-3]\d \b
    | \b 20[2-9]\d (?: 年 [底末]? )? (?! \d )
    /#
  }

  private static var lasts: Regex<Substring> {
    #/有效|到期|截止|过期|失效|\b(?:valid(?:ity)?|exp|expir(?:y|es?|ed|ing|ation)|deadline)\b/#
  }

  private static var starts: Regex<Substring> { #/[自从起]|\b(?:from|since)\b/# }

  private static var upTo: Regex<Substring> {
    #/
    (?: [至到~] | \d \s -
      | \b (?: until | till? | thru | through | to | before | by | after ) (?: \s the )?
        (?: \s end (?: \s of )? )? )
    \s* $
    /#
  }

  private static var isOver: Regex<Substring> {
    #/\s*(?:[日号底末]?(?:之?前|为?止|到期|过期|失效|截止|作废)|\(?exp|deadline)/#
  }

  /// Whether the remark is a day that is still to come: no card was made or bought then.
  private func isAhead(of today: CivilDate?) -> Bool {
    guard let today, let found = text.prefixMatch(of: Self.wholeDay) else { return false }
    if let year = [found.1, found.2].compactMap({ $0.flatMap { Int($0) } }).first,
      year != today.year
    {
      return year > today.year
    }
    let day = try? CellText.lastDay(String(found.0), nil)
    // In the supplier's zone it may be tomorrow already.
    return day.map { $0.firstMoment.seconds > today.firstMoment.seconds + 86_400 } ?? false
  }

  private static var wholeDay: Regex<(Substring, Substring?, Substring?)> {
    #/
    (20\d\d) [\-\/.年] \d{1,2} [\-\/.月] \d{1,2} 日? | \d{1,2} [\-\/.] \d{1,2} [\-\/.] (20\d\d)
    /#
  }
}
