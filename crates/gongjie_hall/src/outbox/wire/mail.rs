//! E-mail: one letter to one person by SMTP, through the same door.

use gongjie_base::Say;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::protocols::{Letter, Target};
use super::{Trouble, Wire};

/// How the connection is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cover {
    /// From the first byte: `smtps://`
    Whole,
    /// STARTTLS, without which nothing is sent: `smtp://`
    Start,
    /// None: `smtp+plain://`, for a server on the same machine or network.
    None,
}

/// Cover, host and port of a mail server's address.
fn server(url: &str) -> Option<(Cover, String, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let (cover, port) = match scheme {
        "smtps" => (Cover::Whole, 465),
        "smtp" => (Cover::Start, 587),
        "smtp+plain" => (Cover::None, 25),
        _ => return None,
    };
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, typed)) if !host.is_empty() && !typed.contains(']') => {
            (host, typed.parse().ok()?)
        }
        _ => (rest, port),
    };
    (!host.is_empty()).then(|| (cover, host.to_owned(), port))
}

/// Sends one letter. The server's own words are kept when it refuses.
pub(super) async fn send(wire: &Wire, target: &Target, letter: &Letter) -> Result<(), Trouble> {
    let wrong = || Trouble::never("wire-bad-address");
    let (cover, host, port) = server(&target.url).ok_or_else(wrong)?;
    let message = compose(target, letter)?;
    let address = wire.address(&host, port).await?;
    let tls = || TlsParameters::builder(host.clone()).build_rustls();
    let tls = match cover {
        Cover::Whole => Tls::Wrapper(tls().map_err(|e| trouble(&e))?),
        Cover::Start => Tls::Required(tls().map_err(|e| trouble(&e))?),
        Cover::None => Tls::None,
    };
    let mut transport =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address.ip().to_string())
            .port(address.port())
            .tls(tls)
            .timeout(Some(wire.deadline));
    if let (Some(user), Some(password)) = (&target.account, &target.secret) {
        transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
    }
    let transport = transport.build();
    let sent = transport.send(message);
    // A whole conversation has several answers, each of which the deadline bounds.
    match tokio::time::timeout(wire.deadline * 4, sent).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(trouble(&error)),
        Err(_) => Err(wire.too_slow()),
    }
}

fn compose(target: &Target, letter: &Letter) -> Result<Message, Trouble> {
    let sender = target.sender.clone().unwrap_or_default();
    let from: Mailbox = sender
        .parse()
        .map_err(|_| Trouble::never("channel-sender-mail"))?;
    let to: lettre::Address = letter
        .to
        .parse()
        .map_err(|_| Trouble::Never(Say::new("wire-no-mail-address").with("to", &letter.to)))?;
    let domain = from.email.domain().to_owned();
    let message = Message::builder()
        .message_id(Some(format!("<{}@{domain}>", letter.uid)))
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(letter.title.replace(['\r', '\n'], " "))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone());
    message.map_err(|e| Trouble::Never(Say::new("wire-unreached").with("what", e)))
}

fn trouble(error: &Error) -> Trouble {
    let mut what = error.to_string();
    if let Some(cause) = std::error::Error::source(error) {
        what.push_str(": ");
        what.push_str(&cause.to_string());
    }
    let say = Say::new("wire-mail-refused").with("what", what);
    if error.is_permanent() {
        Trouble::Never(say)
    } else {
        Trouble::Later(say)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cover, server};

    #[test]
    fn mail_servers_are_written_with_their_cover() {
        for (url, read) in [
            ("smtps://mail.x", Some((Cover::Whole, "mail.x", 465))),
            ("smtp://mail.x/", Some((Cover::Start, "mail.x", 587))),
            (
                "smtp+plain://127.0.0.1:2525",
                Some((Cover::None, "127.0.0.1", 2525)),
            ),
            ("smtp://[::1]:26", Some((Cover::Start, "[::1]", 26))),
            ("http://mail.x", None),
            ("smtp://", None),
            ("mail.x", None),
        ] {
            let read = read.map(|(c, h, p): (_, &str, u16)| (c, h.to_owned(), p));
            assert_eq!(server(url), read, "{url}");
        }
    }
}
