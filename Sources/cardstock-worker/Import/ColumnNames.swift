import Shop
import Text

/// What a column of a supplier's file means.
package enum ColumnField: String, CaseIterable, Sendable {
  case code, pin
  /// The number on a card whose code is another cell; the buyer gets it, and it is no secret.
  case number
  case faceValue = "face_value", expires, cost
  /// Ignored, by its name or by a person's choice.
  case ignored = "ignore"
  /// Goes to the buyer behind the code, as an account's second address and key do: the cells of the
  /// line are joined to one code.
  case extra
  /// Which product the code is of, where a file may hold several: the same in every line.
  case product
  /// A column without a name, which must be empty, since it may hold half of what is sold.
  case unnamed = "no name"
  /// Compared with the import's options, to refuse lines of another product or currency.
  case currency, sku
  /// Whether the supplier says that a code was used.
  case status

  /// The fields that `--column` accepts.
  package static let selectable: [ColumnField] = [
    .code, .pin, .number, .extra, .faceValue, .expires, .cost, .ignored,
  ]

  /// Whether several columns of one file may mean this.
  var mayBeTwice: Bool { [.ignored, .unnamed, .extra, .product].contains(self) }
}

/// The names that suppliers give their columns, in Chinese and English.
enum ColumnNames {
  /// A name as the table has it: half-width, in lower case, without blanks, punctuation and text in
  /// brackets.
  static func normalized(_ name: String) -> String {
    var depth = 0
    var kept = ""
    var rest = CardCode.halfWidth(CardCode.cleaned(name)).lowercased()[...]
    // `*` at either end marks a required column; within a code it is part of the code.
    while rest.first == "*" { rest.removeFirst() }
    while let last = rest.last, "*#№".contains(last), rest.count > 1 { rest.removeLast() }
    for character in rest {
      switch character {
      case "(", "[", "{", "【", "《", "<": depth += 1
      case ")", "]", "}", "】", "》", ">": depth = max(0, depth - 1)
      case "_", "-", ".", "/", ":", "'", "\"", "`", "?": break
      default: if depth == 0, !character.isWhitespace { kept.append(character) }
      }
    }
    return kept
  }

  /// What a name means by itself; nil for an unknown one.
  static func meaning(of name: String) -> Meaning? {
    let word = normalized(name)
    if let meaning = known[word] { return meaning }
    // `Gift Card Number` is a number; what does not reach the buyer is known by its whole name.
    return kinds.lazy.filter(word.hasPrefix).compactMap { known[String(word.dropFirst($0.count))] }
      .first { $0 != .field(.ignored) && $0 != .field(.product) && $0 != .login }
  }

  /// A name that nobody knows as it may be shown: it may be a code, so most of it is hidden.
  static func shown(_ name: String) -> String {
    let most = name.count < 4 ? 0 : name.count < 8 ? 1 : 2
    return name.isEmpty ? "" : name.prefix(most) + "…" + (most == 2 ? name.suffix(most) : "")
  }

  /// Kinds of cards that stand before what a column is.
  private static let kinds = """
    giftcard gift card voucher evoucher egift coupon digital virtual game steam psn xbox itunes
    apple google nintendo topup recharge prepaid wallet redeem redemption activation scratch
    gutschein
    充值 礼品 礼品卡 电子 电子卡 虚拟 游戏 点卡 兑换 会员 储值 购物 话费 流量 激活 卡片 券 卡券
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  /// The names of columns of PINs.
  static let ofPINs = known.filter { $0.value == .field(.pin) }.keys.sorted()

  /// The known name that a mistyped one probably means.
  static func nearest(to name: String) -> String? {
    let word = normalized(name)
    guard word.count >= 3 else { return nil }
    return known.keys.filter { $0.count >= 3 }.sorted().nearest(to: word, within: 1)
  }

  enum Meaning: Equatable {
    /// The code itself.
    case code
    /// A card's number: beside a column of codes, what is printed there; otherwise the code.
    case number
    /// An account's login beside its password; anywhere else only a person can say whose it is.
    case login
    /// Only a person can say which field it is.
    case ambiguous
    case field(ColumnField)
  }

  /// Whether a column of that name says if the code was used.
  static func asksWhetherUsed(_ name: String) -> Bool {
    used.split(separator: " ").contains { $0 == normalized(name) }
  }

  private static let used = "used isused sold redeemed 已使用 已用 已售 是否使用 是否已使用 是否已售"

  private static let known: [String: Meaning] = {
    var known: [String: Meaning] = [:]
    let words: [(Meaning, String)] = [
      (
        .code,
        """
        gutscheincode código codice код коды コード 코드 code codes cardcode giftcode
        giftcardcode vouchercode voucher redeemcode redemptioncode
        activationcode couponcode coupon promocode productkey licensekey licencekey license licence
        key keys gamekey cdkey cdk token topupcode rechargecode claimcode 卡密 兑换码 激活码 充值码
        充值卡密 礼品码 礼品卡 券码 密钥 秘钥 卡券码 代码 提货码 卡码 兌換碼 激活碼 卡密内容 卡密信息 cdkey码
        授权码 注册码 兑换券码 epin ecode egiftcode accesscode unlockcode activationkey serialkey
        mãthẻ mãnạp mãcode kod clavedeactivación clé codecadeau codepromo codedactivation
        códigopromocional códigodopresente ключ ключактивации промокод кодактивации ギフトコード
        シリアルコード プリペイド番号 상품권번호 쿠폰번호 쿠폰코드
        """
      ),
      (
        .number,
        """
        卡号 卡號 卡片号 cardnumber cardno cardnum card number serial serialnumber serialno serialnr
        serialcode sn 券号 券號 卡券号 seriennummer kartennummer kartennr seri sốseri serino serinumarası
        numérodecarte numérodesérie númerodetarjeta númerodeserie númerodocartão
        серийныйномер номеркарты シリアル番号 カード番号 카드번호 시리얼번호 序列号 序列號 序列码
        序號 账号 帐号 賬號 账户 account username user login
        """
      ),
      (
        .field(.pin),
        """
        cvv cvc cvv2 cvc2 geheimzahl geheimcode kennwort пин пинкод 暗証番号 contraseña motdepasse
        verificationcode verificación senha 비밀번호 pin pincode pinnumber cardpin password
        passwd pass pw pwd passcode secret şifre mậtkhẩu 핀번호 パスワード пароль clavesecreta
        securitycode 密码 密碼 卡密码 卡片密码 提取码 校验码 安全码 验证码 pin码 口令
        """
      ),
      (
        .field(.faceValue),
        """
        facevalue face value worth nennwert wert guthaben valor valeur montant importe номинал
        mệnhgiá 額面 액면가 denomination nominal amount 面值 面额 面額 金额 卡面值 额度
        """
      ),
      (
        .field(.expires),
        """
        bestbefore usebefore useby caducidad vencimiento verfall verfallsdatum ablaufdatum gültigbis
        validade scadenza 有効期限 유효기간 expires expiry expirydate expiration expirationdate
        expiresat expireson expire expiredate
        expdate validuntil validto validthru valid enddate 有效期 有效期至 有效期限 到期 到期日 到期时间
        到期日期 过期时间 过期日期 失效日期 截止日期 有效日期 有效截止日期 使用期限 有效時間 到期時間
        """
      ),
      (
        .field(.cost),
        """
        cost costprice purchaseprice buyprice unitcost 进价 成本 成本价 采购价 进货价 進價 拿货价
        """
      ),
      (.login, "email emailaddress mail gmail 邮箱 郵箱 电子邮箱 邮箱账号 邮箱地址 手机号 手机号码 手机"),
      (
        .field(.extra),
        """
        recovery recoveryemail recoverymail backupemail secondaryemail 2fa 2facode 2fakey 2fasecret
        twofactor mfa totp totpsecret otpsecret emailpassword mailpassword cookie cookies
        辅助邮箱 辅助 辅邮 备用邮箱 备邮 恢复邮箱 2fa密钥 2fa秘钥 2fa码 二步验证 两步验证 双重验证 谷歌验证 密保 密保邮箱
        密保问题 密保答案 邮箱密码 辅助邮箱密码 接码链接 接码地址
        """
      ),
      (.ambiguous, "price unitprice 价格 单价 售价 價格"),
      (.field(.currency), "currency 币种 货币 幣種"),
      (.field(.sku), "sku"),
      (.field(.status), "status state \(used) 状态 使用状态 狀態"),
      (
        .field(.product),
        """
        item product productname producttype type brand region country edition variant plan platform
        商品 商品名称 商品类型 产品 产品名称 产品类型 类型 卡类型 种类 地区 区域 国家 品牌 规格 套餐 版本 平台 服务器
        商品编码 商品编号 产品编码
        """
      ),
      (
        .field(.ignored),
        """
        no index id # row line seq name supplier vendor
        batch batchno order orderid orderno note
        notes remark remarks comment comments date createdat
        created createtime purchasedate issued issuedate url link 序号 编号 编码 名称
        备注 批次 批次号 供应商 订单号 日期 创建时间 生效日期 开始日期 備註
        """
      ),
    ]
    for (meaning, names) in words {
      for name in names.split(whereSeparator: \.isWhitespace) { known[String(name)] = meaning }
    }
    return known
  }()
}
