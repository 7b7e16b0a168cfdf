/// The words and forms by which `RemarkReader` knows what a remark says: of half-width text in
/// lower case.
struct RemarkPatterns {
  /// Words, numbers and signs.
  let tokens: Regex<Substring> = #/[a-z']+|\d+|[^\sa-z\d]/#

  /// What is done to a card, with the signs that it is done.
  ///
  /// Behind a word of one letter, which is often the half of another, come only whose it is and
  /// when.
  let deeds: Regex<Substring> =
    #/
    (?: [已被] \s? [经經被人他她客户家]{0,3} )?
    (?:
      (?: 使用 | 兑换 | 兌換 | 核销 | 领取 | 激活 | 绑定 | 充值 | 消费 | 提货 | 提取 | 发货 | 发放
        | 发出 | 售出 | 卖出 | 出售 | 出库 | 出货 | 退款 | 退回 | 作废 | 失效 | 过期 | 报废 | 停用
        | 禁用 | 冻结 | 注销 | 撤销 | 挂失 | 取消 )
      (?: 过了 | 過了 | [了过過] | [掉完]了? )?
      (?! [后後的者率量] )
    | [用售卖賣领領兑充发發退废封刮取绑换送锁]
      (?: 过了 | 過了 | [了过過] | [掉光完走]了? )?
      (?= $ | [\s\d,.;:!?。、\(\)\/\-【\[—–] | [于给給到] | 后作废 | 客户 | 买家 | 闲鱼 | 淘宝 | 拼多多 )
    )
    /#

  /// `不要发`, `余额为0`, `do not sell` and `20 left`.
  let warning: Regex<Substring> =
    #/
    (?: 不要 | 别 | 勿 | 不能 | 不可 | 暂不 | 停止 ) 再?
      (?: 发 (?! [票错] ) | 卖 | 售 | 用 (?= $ | [\s,.;!。] ) )
    | 重复 (?= $ | [卡码] ) | 问题卡 | 无效卡 | 被盗刷 | 无余额
    | (?: 兑换 | 核销 | 激活 | 使用 ) (?: 成功 | 失败 ) | 无法激活
    | ^ (?: 有误 | 错误 | 有问题 | 过期 | 报废 | 挂失 | 冻结 | 坏了 | 自留 | 预留 ) \W* $
    | 已核 (?= $ | [\s,.;!。] ) | [给給送] .{1,6} 了 (?= $ | [\s,.;!。] )
    | (?: 余额 | 餘額 | balance ) \W? (?: 为 | 是 | is )? \s* [:=]? \s* \$?
      (?: 0 (?: \.0+ )? (?! [\d.] | \s*元起 ) | 零 | 不足 )
    | 剩余? \s* :? \s* [$¥]? \d+ (?: \.\d+ )? \s* [元块点刀]? \W* $
    | \b \d+ \s (?: left | remaining ) \W* $
    | \b (?: do \s not | don't | dont | never ) \s (?: re)? (?: sell | use | send )
      (?= \W* $ | [.,;!] )
    | \b (?: not \s for \s sale | not \s working | doesn't \s work | no \s longer | reserved
      | returned | charge \s? back ) \b
    | \b (?: cashed | given | gifted | handed | traded ) \s (?: in | to | away | out | over ) \b
    | ^ (?: empty | gone | taken | burn(?:ed|t) | dead | duplicate | bad | faulty | wrong | error
        | broken | invalid \s code | (?: bad | dead ) \s code ) \W* $
    /#

  /// A PIN with its name.
  let pin: Regex<Substring> =
    #/
    (?: 密码 | 密碼 | 提取码 | 验证码 | 校验码 | 安全码 | 口令
      | \b (?: pin | passwords? | passwd | passcode | pwd | cvv2? | cvc2?
        | (?: security | verification ) \s code ) )
    (?: \s* (?: code | 码 | no\.? | number | is | 就是 | 改为 | 都是 | 是 | 为 | 為
      | [:=\#\-–—._\/\(\[\{"'【→>] ) )* \s*
    (?= [a-z]* \d ) [a-z\d]{3,} (?! [a-z\d元位张个天年] )
    | (?: 密码 | 密碼 | 提取码 | 口令 | \b (?: pin | passwords? | passwd | passcode | pwd ) )
      \s* (?: [:=] | 是 | 为 | 為 ) \s*
      (?! \W* (?: no | not | none | null | nil | n\/a | see | same | sent | ask | please | your
        | the | on | in | by | https? ) \b )
      [a-z!@\#$%^&*_+.\-]{4,}
    | (?: 密码 | 密碼 | 口令 ) \s* (?: 是 | 为 | 為 ) \s*
      (?! [见在请同随另联客无发由详会将已可空初您你自一] ) \p{Han}{2,6} (?= $ | [\s,.;!。] )
    | \b (?: pass | pw | p ) \s* [:=] \s* [a-z]* \d [a-z0-9]{2}
    | \b pw \s+ (?= [a-z]* \d ) [a-z\d]{3,}
    | 后[四六4-6]位 \s* :? \s* \d{4,6}
    /#

  /// That there is none, before the name of a PIN.
  let denial: Regex<Substring> = #/[无無免不没沒](?:需要?|要|用|有|设置?)?\s*$/#

  /// A day, a month with its year, or a year.
  let day: Regex<Substring> =
    #/
    20\d\d \s?[\-\/.年]\s? \d{1,2} (?: \s?[\-\/.月]\s? \d{1,2} )? [日号月]?
    | \b \d{1,2} [\-\/.] \d{1,2} [\-\/.] \d{2,4} \b | \b (?! 24\/7 ) \d{1,2} \/ \d{1,2} \b
    | (?: \b | exp:? ) (?: 0?[1-9] | 1[0-2] ) [\-\/.] (?: 20 )? [2-5]\d \b
      (?! \s* (?: [个天日年周元块张次人位%小] | days? | weeks? | months? | years? | hours? ) )
    | \d\d 年 \d{1,2} 月 | \d{1,2} 月 (?: \d{1,2} [日号] | [底末] )?
    | (?: \b \d{1,2} (?: st | nd | rd | th )? [\s\-]? )?
      \b (?: jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec ) [a-z]* \b
      (?: \.? [\s\-]? \d{1,2} (?! \d ) )? (?: [\s\-,]* \d{4} )?
    | [明今后本下当] [年月] [底末初]? | 年[底末] | \b 20[2-9]\d [01]\d [0-3]\d \b
    | \b 20[2-9]\d (?: 年 [底末]? )? (?! \d )
    /#

  /// A last day without signs between its parts: year, month and day, or month and year.
  let shortDay: Regex<Substring> =
    #/
    (?: 有效期?[至到]? | 到期日? | 截止日?期? | \b exp (?: iry | ires )? (?: \s date )? )
    \s* [:=.]? \s* (?: [2-5]\d [01]\d [0-3]\d | (?: 0[1-9] | 1[0-2] ) [2-5]\d ) \b
    /#

  /// A year of this century.
  let year: Regex<Substring> = #/20\d\d/#

  /// That a card lasts, before its last day.
  let lasts: Regex<Substring> =
    #/
    有效 | 到期 | 截止 | 过期 | 失效 | 保质期
    | \b (?: valid(?:ity)? | exp(?:date)? | expir(?:y|es?|ed|ing|ation) | deadline | ends?
      | last \s day | mhd | gültig | hasta ) \b
    /#

  /// That what follows is a first day.
  let starts: Regex<Substring> = #/[自从起]|\b(?:from|since)\b/#

  /// That a day right behind is the last one.
  let upTo: Regex<Substring> =
    #/
    (?: [至到~] | \d \s - | \d [\-\/.] \d{1,2} [\-\/.] \d{1,4} [\-–—]
      | \b (?: until | till? | bis | thru | through | to | before | by | after ) (?: \s the )?
        (?: \s end (?: \s of )? )? )
    \s* $
    /#

  /// That a day right before is the last one.
  let isOver: Regex<Substring> =
    #/
    \s* (?: [日号底末]? (?: 之?前 | 为?止 | 到期 | 过期 | 失效 | 截止 | 作废 ) | \(?exp | deadline )
    /#
}
