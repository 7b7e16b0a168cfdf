/// The settings file that `init` writes: every setting, with what it is for.
package enum SampleSettings {
  package static let text = """
    # Settings of cardstock-worker. Lines that begin with # are comments; the value shown in a
    # comment is what counts while the setting is missing. Relative paths start at this file.
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

    # Database, lock and control socket; made with mode 0700. Back it up as a whole while the worker
    # is stopped.
    state: state

    # The key that seals every code in the database: 64 hexadecimal digits, mode 0600. Keep a copy
    # elsewhere: without it no code can ever be read again, and whoever has it can read them all.
    key_file: vault.key

    # What the shop sells, written by `cardstock build`. A new version is taken up within seconds.
    catalog: ../public/catalog.json

    # critical | error | warning | notice | info | debug | trace
    # log_level: info

    stripe:
      # true takes real money. The key's mode and every event's must agree with it.
      live: false

      # The secret or restricted API key, sk_… or rk_…: https://dashboard.stripe.com/apikeys
      secret_key_env: CARDSTOCK_STRIPE_KEY
      # secret_key_file: stripe.key

      # The signing secret of the endpoint PUBLIC_URL/webhooks/stripe, whsec_…; two, with a space
      # between (or one a line in the file), while the old one is being replaced.
      webhook_secrets_env: CARDSTOCK_STRIPE_WEBHOOK_SECRETS
      # webhook_secrets_file: stripe-webhooks.key

      # With Stripe Connect: the account that events must be of.
      # account: acct_…

      # Another address only for the mock provider on this machine.
      # api_url: https://api.stripe.com

      # Where Stripe's checkout pages are served from; change it with a custom domain of theirs.
      # pay_origins: [https://checkout.stripe.com]

    # Any other sender that signs by the Standard Webhooks specification, to /webhooks/standard.
    # standard:
    #   secrets_env: CARDSTOCK_STANDARD_SECRETS
    #   secrets_file: standard.key
    #   public_keys: [whpk_…]
    #   event_paid: payment.succeeded
    #   event_refunded: payment.refunded

    mail:
      # The sender that buyers see.
      from: shop@shop.example

      # folder writes each letter as a file, to look at while trying things out; smtp sends it.
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
      # A PEM file of certificate authorities, for a relay with a certificate of its own.
      # authorities: relay-ca.pem

    """
}
