//! One HTTP request to a checked address: no redirect is followed, the answer is small and comes in time.

use std::sync::{Arc, OnceLock};

use gongjie_base::Say;
use gongjie_base::limits::OUTGOING_BYTES_MAX;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Trouble, Wire, too_large};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Post {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// JSON; nothing: the address is read with GET.
    pub body: Option<String>,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// The certificates of this machine, read when they are first needed.
#[derive(Clone, Default)]
pub(super) struct Tls(Arc<OnceLock<Option<Arc<ClientConfig>>>>);

impl Tls {
    fn config(&self) -> Option<Arc<ClientConfig>> {
        self.0.get_or_init(load).clone()
    }
}

fn load() -> Option<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Some(Arc::new(config))
}

impl Wire {
    /// Asks and gives the answer, whatever its status; a redirect is a failure.
    pub async fn post(&self, post: &Post) -> Result<Reply, Trouble> {
        match tokio::time::timeout(self.deadline, self.ask(post)).await {
            Ok(answer) => answer,
            Err(_) => Err(self.too_slow()),
        }
    }

    async fn ask(&self, post: &Post) -> Result<Reply, Trouble> {
        let wrong = || Trouble::never("wire-bad-address");
        let uri: Uri = post.url.parse().map_err(|_| wrong())?;
        let host = uri.host().ok_or_else(wrong)?.to_owned();
        let is_tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong()),
        };
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let address = self.address(&host, port).await?;
        let stream = TcpStream::connect(address).await.map_err(unreached)?;
        let request = request(post, &uri).map_err(|_| wrong())?;
        let response = if is_tls {
            let config = self.tls.config();
            let config = config.ok_or_else(|| Trouble::later("wire-no-tls"))?;
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            let name = ServerName::try_from(bare.to_owned()).map_err(|_| wrong())?;
            let stream = TlsConnector::from(config).connect(name, stream).await;
            exchange(stream.map_err(unreached)?, request).await?
        } else {
            exchange(stream, request).await?
        };
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            return Err(Trouble::Later(
                Say::new("wire-redirect").with("status", status),
            ));
        }
        let body = read(response.into_body()).await?;
        Ok(Reply { status, body })
    }
}

fn request(post: &Post, uri: &Uri) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let path = uri.path_and_query().map_or("/", |p| p.as_str());
    let host = uri.authority().map_or("", |a| a.as_str());
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let method = match post.body {
        Some(_) => Method::POST,
        None => Method::GET,
    };
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, host)
        .header(USER_AGENT, "Gongjie");
    if post.body.is_some() {
        request = request.header(CONTENT_TYPE, "application/json; charset=utf-8");
    }
    for (name, value) in &post.headers {
        request = request.header(*name, value);
    }
    let body = post.body.clone().unwrap_or_default();
    request.body(Full::new(Bytes::from(body)))
}

async fn exchange<S>(
    stream: S,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Trouble>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let shaken = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(unreached)?;
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(unreached)
}

async fn read(mut body: Incoming) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(unreached)?;
        let Some(chunk) = frame.data_ref() else {
            continue;
        };
        if bytes.len() + chunk.len() > OUTGOING_BYTES_MAX {
            return Err(too_large());
        }
        bytes.extend_from_slice(chunk);
    }
    Ok(bytes)
}

fn unreached(error: impl std::fmt::Display) -> Trouble {
    Trouble::Later(Say::new("wire-unreached").with("what", error))
}
