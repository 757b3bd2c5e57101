//! A browser without a window: keeps its session, sends the proofs that our forms carry.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

/// One signed-in (or not signed-in) asker.
#[derive(Clone)]
pub struct Client {
    pub service: Router,
    pub cookie: String,
    pub csrf: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The id at the end of the address that a form led to.
    pub fn id(&self) -> i64 {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        let tail = self
            .location
            .split('?')
            .next()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap();
        tail.parse()
            .unwrap_or_else(|_| panic!("no id in {}", self.location))
    }

    /// Fails with the page unless the status is this one.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{} {}",
            self.location,
            self.body
        );
        self
    }
}

impl Client {
    /// Reads a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a form with its proofs and a fresh key.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let key = gongjie_base::token::random().unwrap();
        self.post_with_key(path, fields, &key).await
    }

    /// Sends a form with a given idempotency key.
    pub async fn post_with_key(&self, path: &str, fields: &[(&str, &str)], key: &str) -> Reply {
        let mut all = vec![("_csrf", self.csrf.as_str()), ("_key", key)];
        all.extend_from_slice(fields);
        self.post_bare(path, &all).await
    }

    /// Sends a form exactly as given.
    pub async fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = serde_html_form::to_string(fields).unwrap();
        let kind = "application/x-www-form-urlencoded";
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form with a file.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
        let key = gongjie_base::token::random().unwrap();
        self.upload_with_key(path, fields, file, &key).await
    }

    /// Sends a form with a file and a given idempotency key; like a browser it makes up a boundary each time.
    pub async fn upload_with_key(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
        key: &str,
    ) -> Reply {
        let boundary = gongjie_base::token::random().unwrap();
        let mut body = Vec::new();
        let mut all = vec![("_csrf", self.csrf.as_str()), ("_key", key)];
        all.extend_from_slice(fields);
        for (name, value) in all {
            let part = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            file.0
        );
        body.extend(head.into_bytes());
        body.extend(file.1);
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A request with this client's cookie, as a browser on our own page would send it.
    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("gongjie={}", self.cookie))
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "zh-CN")
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends a ready request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply {
            status: parts.status,
            location: parts
                .headers
                .get(header::LOCATION)
                .map(|v| v.to_str().unwrap().to_owned())
                .unwrap_or_default(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            headers: parts.headers,
            bytes,
        }
    }
}
