//! Programs on loopback that speak what channels are sent by: HTTP services and a mail server, both keep what they heard.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri, header};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: HeaderMap,
    pub body: String,
}

impl Asked {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn head(&self, name: &str) -> &str {
        self.headers.get(name).unwrap().to_str().unwrap()
    }
}

/// What the service answers.
#[derive(Debug, Clone)]
pub enum Say {
    Json(String),
    Status(u16),
    Redirect(String),
    /// So many bytes.
    Long(usize),
    /// Nothing, for ever.
    Never,
}

/// A service on a port of its own.
#[derive(Clone)]
pub struct Service {
    pub port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    say: Arc<Mutex<Say>>,
}

impl Service {
    pub async fn start() -> Self {
        Self::start_at("127.0.0.1:0").await
    }

    pub async fn start_at(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let service = Self {
            port: listener.local_addr().unwrap().port(),
            asked: Arc::default(),
            say: Arc::new(Mutex::new(Say::Json("{\"errcode\":0,\"code\":0}".into()))),
        };
        let router = Router::new().fallback(answer).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        service
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn say(&self, say: Say) {
        *self.say.lock().unwrap() = say;
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(
    State(service): State<Service>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let query = uri.query().unwrap_or_default();
    service.asked.lock().unwrap().push(Asked {
        method,
        path: uri.path().to_owned(),
        query: serde_html_form::from_str::<Vec<(String, String)>>(query)
            .unwrap()
            .into_iter()
            .collect(),
        headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let say = service.say.lock().unwrap().clone();
    let reply = Response::builder();
    match say {
        Say::Json(text) if uri.path().ends_with("/gettoken") => {
            let token = "{\"errcode\":0,\"access_token\":\"tok-1\",\"expires_in\":7200}";
            drop(text);
            reply.body(Body::from(token)).unwrap()
        }
        Say::Json(text) => reply.body(Body::from(text)).unwrap(),
        Say::Status(status) => reply.status(status).body(Body::empty()).unwrap(),
        Say::Redirect(to) => reply
            .status(302)
            .header(header::LOCATION, to)
            .body(Body::empty())
            .unwrap(),
        Say::Long(bytes) => reply.body(Body::from(vec![b' '; bytes])).unwrap(),
        Say::Never => std::future::pending().await,
    }
}

/// A mail server. `refuse`: how many recipients it puts off with 451 first.
#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    mails: Arc<Mutex<Vec<String>>>,
    refuse: Arc<Mutex<usize>>,
}

impl MailServer {
    pub async fn start(refuse: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            mails: Arc::default(),
            refuse: Arc::new(Mutex::new(refuse)),
        };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { drop(own.talk(stream).await) });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp+plain://127.0.0.1:{}", self.port)
    }

    /// Mails as they came, envelope first.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    fn puts_off(&self) -> bool {
        let mut left = self.refuse.lock().unwrap();
        let puts_off = *left > 0;
        *left = left.saturating_sub(1);
        puts_off
    }

    async fn talk(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = stream.split();
        let mut lines = BufReader::new(read).lines();
        let mut mail = String::new();
        write.write_all(b"220 mail.test ESMTP\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap().to_uppercase();
            let reply = match verb.as_str() {
                "EHLO" => "250-mail.test\r\n250 8BITMIME\r\n",
                "MAIL" => {
                    mail = format!("{line}\n");
                    "250 ok\r\n"
                }
                "RCPT" if self.puts_off() => "451 later, please\r\n",
                "RCPT" if line.contains("nobody@") => "550 no such user\r\n",
                "RCPT" => {
                    mail.push_str(&line);
                    mail.push('\n');
                    "250 ok\r\n"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await?;
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        mail.push_str(&line);
                        mail.push('\n');
                    }
                    self.mails.lock().unwrap().push(mail.clone());
                    "250 kept\r\n"
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "250 ok\r\n",
            };
            write.write_all(reply.as_bytes()).await?;
        }
        Ok(())
    }
}
