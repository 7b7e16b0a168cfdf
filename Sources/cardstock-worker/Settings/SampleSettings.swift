import Payments
import Shop

/// The settings file that `init` writes, with every setting explained.
package enum SampleSettings {
  /// The file's text.
  package static let text = """
    # Settings of cardstock-worker. Lines that begin with # are comments; the value shown in a
    # comment is what counts while the setting is missing, or an example where nothing counts then;
    # `cardstock-worker settings` says which. Relative paths start at this file.
    # Secrets never stand here: name an environment variable (…_env) or a file of mode 0600
    # (…_file). `cardstock-worker check` reads this file as the worker does and lists everything
    # that is wrong with it.

    # Where buyers and payment providers reach the worker: https, no path. A TLS proxy such as Caddy
    # or nginx stands in front of it and passes the Host header on.
    public_url: https://pay.shop.example

    # The address to listen on. Stay on loopback and let the proxy face the internet.
    listen: 127.0.0.1:8090

    # Further host names that requests may carry, beside that of public_url and this machine's own.
    # hosts: [pay.internal.example]

    # The proxies that may say, in X-Forwarded-For, whose request they pass on; this machine's own
    # when the setting is missing. Name every proxy between the internet and the worker, and nothing
    # else: whoever is trusted can say to be anybody.
    # trusted_proxies: [127.0.0.0/8, "::1"]

    # Database, lock and control socket; made with mode 0700. Back it up as a whole while the worker
    # is stopped.
    state: state

    # The key that seals every code in the database: 64 hexadecimal digits, mode 0600. Keep a copy
    # elsewhere: without it no code can ever be read again, and whoever has it can read them all.
    key_file: vault.key

    # What the shop sells, written by `cardstock build`. A new version is taken up within seconds.
    catalog: ../public/catalog.json

    # How long checkouts that nobody paid are kept after their end, in days; at least 2d.
    # keep_unpaid: 30d

    # Whether an order for an address whose domain cannot receive mail is refused: the system's
    # resolver is asked, for a second at most, and what it does not know is believed.
    # check_mail_domains: true

    # What strangers may take. Requests are counted over ten minutes, for one network (an IPv4 /24
    # or an IPv6 /48), for one email address, order or checkout, and in all; beyond that the answer
    # is 429 with a page that keeps what was filled in. Raise checkouts_per_network where a whole
    # campus or carrier buys from behind one address.
    # limits:
    #   checkouts_per_network: 300
    #   checkouts_per_email: 30
    #   checkouts: 12000
    #   lookups_per_network: 60
    #   lookups_per_email: 6
    #   lookups: 3000
    #   reveals_per_network: 300
    #   reveals_per_order: 30
    #   reveals: 12000
    #   returns_per_network: 600
    #   returns_per_checkout: 60
    #   returns: 12000
    #   # Everything that is only looked at: pages, their files, stock.
    #   pages_per_network: 12000
    #   pages: 600000
    #   # Open connections, in all and from one client that is no trusted proxy; for one more, the
    #   # one that has been idle longest is closed.
    #   connections: 1024
    #   connections_per_client: 256
    #   # New ones of a network at once, and then in each ten seconds; more are turned away.
    #   new_connections_per_network: 600
    #   # MiB to be left on the disks that are written to, at most a tenth of each: with less,
    #   # /readyz fails and no checkout is begun, so that money still has room.
    #   disk_reserve: 64

    # A price that falls by more than this from one catalog to the next is not sold until somebody
    # accepts it by `cardstock-worker catalog accept`; off takes every price.
    # price_alarm: 50%

    # How long the link to an order works, from when it was made; days from 7d on, or never. Whoever
    # comes later asks for a new one by the form, which mails it to the order's address; `orders
    # relink` ends one at once. A change counts for links that were made before, too.
    # order_links:
    #   expire: 365d

    # An order that waits for stock can be cancelled by its buyer. With true its money goes back at
    # once, through the provider that it came by; with false a person gives it back: `orders held`
    # and a letter to the operator name the command.
    # refund_cancelled: false

    # critical | error | warning | notice | info | debug | trace
    # log_level: info

    \(payments)
    mail:
      # The sender that buyers see.
      from: shop@shop.example

      # Who gets the daily report: what the providers' statements say against the books.
      # operator: owner@shop.example

      # folder writes each letter as a file, to look at while trying things out; smtp sends it. What
      # lies in a folder is called `written`: nothing makes it anew, and once mail goes by smtp
      # `cardstock-worker deliveries retry ID` sends it as it was written.
      transport: folder

      # With transport: folder.
      folder: mail

      # With transport: smtp. tls is starttls (port 587), implicit (port 465), or none, which is
      # refused for any server but one on this machine.
      # host: smtp.example.com
      # port: 587
      # tls: starttls
      # user: shop@shop.example
      # password_env: CARDSTOCK_MAIL_PASSWORD
      # password_file: mail.key
      # The name that the mail server is greeted with, where it is not to be the host of public_url:
      # a full domain name, or an address as [192.0.2.1].
      # ehlo: pay.shop.example
      # A PEM file of certificate authorities, for a relay with a certificate of its own.
      # authorities: relay-ca.pem

    """

  /// Every provider's section; all but the first commented out.
  private static var payments: String {
    AdapterTable.all.enumerated().map { index, kind in
      let section = section(of: kind)
      return index == 0 ? section : commented(section)
    }.joined(separator: "\n")
  }

  private static func section(of kind: any PaymentAdapter.Type) -> String {
    var lines = ["\(kind.provider.rawValue):"]
    for setting in kind.settings + [SettingsReader.offer] {
      lines += wrapped(setting.help).map { "  # \($0)" }
      let comment = setting.isRequired ? "" : "# "
      lines.append("  \(comment)\(setting.keys[0]): \(setting.sample)")
      lines += setting.keys.dropFirst().map {
        "  # \($0): \(kind.provider.rawValue)-\(setting.name).key"
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func commented(_ section: String) -> String {
    section.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "# \($0)" }.joined(separator: "\n")
  }

  /// Lines of at most 94 characters.
  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 94 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
