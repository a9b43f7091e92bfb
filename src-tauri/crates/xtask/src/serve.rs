//! `cargo xtask serve`: the pages in an ordinary browser, on the real application.
//!
//! It is for development and tests: it listens on this machine alone, answers only who holds the token of this run,
//! and cannot be built in release. Every request has a thread of its own, since some commands wait.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use oneup_app::contract::{ApiError, ErrorCode};
use oneup_app::{App, Choice, Home, Host, HostError, dispatch};
use serde_json::Value;
use tiny_http::{Header, Method, Request, Response, Server};

use crate::failure::Failure;
use crate::project::Project;

#[cfg(not(debug_assertions))]
compile_error!("the development server opens a port on this machine and is never part of a release build");

/// The largest request that is read: the largest card, each of its bytes written as two, with room to spare.
const LARGEST_BODY: u64 = 9 * 1024 * 1024;

/// The header that carries the token.
const TOKEN_HEADER: &str = "X-OneUp-Token";

/// The wall around the page in the window, with this server in place of Tauri's own channel.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-NONCE'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types svelte-trusted-html card-html";

/// Where a page takes the number that lets the editor's style sheet in; Tauri fills the same place in the window.
const NONCE_PLACE: &str = "__TAURI_STYLE_NONCE__";

/// What the server is asked to serve.
#[derive(Debug, clap::Args)]
pub struct Serving {
    /// The port to listen on; a free one if none is given.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The folder to keep everything in, instead of the platform's own.
    #[arg(long)]
    home: Option<PathBuf>,
    /// The pages, as `npm run build:browser` makes them.
    #[arg(long, default_value = "ui/dist-browser")]
    dist: PathBuf,
    /// The folder that is chosen wherever the page asks for one.
    #[arg(long, value_name = "DIR")]
    chosen_folder: Option<PathBuf>,
    /// The table that is chosen wherever the page asks for one.
    #[arg(long, value_name = "FILE")]
    chosen_table: Option<PathBuf>,
    /// The folder that is chosen wherever the page asks where to put something.
    #[arg(long, value_name = "DIR")]
    chosen_target: Option<PathBuf>,
}

/// Stands for the user before a dialog, which a browser cannot open: what was named when the server was started is
/// chosen. Everything else of a desktop is absent.
#[derive(Debug, Default)]
struct Chooser {
    folder: Option<PathBuf>,
    table: Option<PathBuf>,
    target: Option<PathBuf>,
}

impl Host for Chooser {
    fn choose_folder(&self) -> Option<Choice> {
        self.folder.clone().map(Choice::Path)
    }

    fn choose_table(&self) -> Option<Choice> {
        self.table.clone().map(Choice::Path)
    }

    fn choose_target(&self) -> Option<Choice> {
        self.target.clone().map(Choice::Path)
    }

    fn open_address(&self, _address: &str) -> Result<(), HostError> {
        Err(HostError::NoWindow)
    }
}

type Answer = Response<Cursor<Vec<u8>>>;

/// What every request needs.
struct Site {
    app: App,
    chooser: Chooser,
    pages: PathBuf,
    host: String,
    token: String,
}

/// Serves until it is stopped; the first line it prints is the address to open.
///
/// # Errors
/// Fails where there are no pages, no data folder, or the port is taken.
pub fn serve(project: &Project, serving: &Serving) -> Result<(), Failure> {
    let pages = project.path("").join(&serving.dist);
    if !pages.join("index.html").is_file() {
        return Err(Failure::wrong(
            format!("{} holds no pages", pages.display()),
            "type in ui/: npm ci --ignore-scripts && npm run build:browser",
        ));
    }
    let home = Home::locate(serving.home.as_deref())
        .map_err(|error| Failure::wrong(error.to_string(), "name a folder with --home DIR"))?;
    let (server, host) = listen(serving.port)?;
    let chooser = Chooser {
        folder: serving.chosen_folder.clone(),
        table: serving.chosen_table.clone(),
        target: serving.chosen_target.clone(),
    };
    let app = App::start(home, "the development server");
    let site = Site { app, chooser, pages, host, token: new_token()? };
    let address = site.host.clone();
    thread::spawn(move || call_regularly(&address));
    println!("http://{}/?token={}", site.host, site.token);
    answer_all(&server, &Arc::new(site));
    Ok(())
}

/// Listens on a port of this machine alone, and says under which host that is.
fn listen(port: u16) -> Result<(Server, String), Failure> {
    let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        Failure::wrong(format!("port {port} cannot be listened on: {error}"), "choose another with --port")
    })?;
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    Ok((server, format!("127.0.0.1:{port}")))
}

/// Connects to the server again and again, and says nothing.
///
/// `tiny_http` counts a thread as free until it has woken up: two connections that come at once are given to the one,
/// and the second waits until some thread is done, which those that a browser keeps open are not. The next connection
/// brings a thread that takes up whatever waits.
fn call_regularly(address: &str) {
    const PAUSE: Duration = Duration::from_millis(100);
    while TcpStream::connect(address).is_ok() {
        thread::sleep(PAUSE);
    }
}

/// Answers until the server is told to stop.
fn answer_all(server: &Server, site: &Arc<Site>) {
    for request in server.incoming_requests() {
        let site = Arc::clone(site);
        thread::spawn(move || site.answer(request));
    }
}

impl Site {
    /// Answers one request.
    fn answer(&self, mut request: Request) {
        let answer = match self.refusal(&request) {
            Some(why) => refused(403, why),
            None if request.url().starts_with("/api/") => self.call(&mut request),
            None => self.page(&request),
        };
        // Who has gone away meanwhile needs no answer.
        let _ = request.respond(guarded(answer));
    }

    /// Says why a request is not answered at all. A page of another site can make a browser send requests here, under
    /// a name of its own that it points at this machine; the host and the origin give it away.
    fn refusal(&self, request: &Request) -> Option<&'static str> {
        if header(request, "Host") != Some(self.host.as_str()) {
            return Some("this server answers under its own address alone");
        }
        let own = format!("http://{}", self.host);
        match header(request, "Origin") {
            Some(origin) if origin != own => Some("this server answers its own pages alone"),
            _ => None,
        }
    }

    /// Runs the command that the path names.
    fn call(&self, request: &mut Request) -> Answer {
        let given = header(request, TOKEN_HEADER).unwrap_or_default();
        if !same(given.as_bytes(), self.token.as_bytes()) {
            return refused(
                403,
                "the token of this run is missing; open the address that the server printed",
            );
        }
        if *request.method() != Method::Post {
            return refused(405, "commands are called with POST");
        }
        let command = request.url().trim_start_matches("/api/").to_owned();
        let mut body = Vec::new();
        if request.as_reader().take(LARGEST_BODY + 1).read_to_end(&mut body).is_err() {
            return refused(400, "the request broke off");
        }
        if body.len() as u64 > LARGEST_BODY {
            return refused(413, "the request is larger than 64 KiB");
        }
        let Ok(asked) = serde_json::from_slice::<Value>(&body) else {
            return refused(400, "the request is not JSON");
        };
        match dispatch(&self.app, &self.chooser, &command, asked) {
            Ok(answer) => json(200, answer.to_string()),
            Err(error) => failed(422, &error),
        }
    }

    /// Serves one file of the pages.
    fn page(&self, request: &Request) -> Answer {
        let asked = request.url().split(['?', '#']).next().unwrap_or_default();
        let Some((path, kind)) = self.file(asked) else { return plain(404, "there is no such page") };
        match fs::read(&path) {
            Ok(bytes) if kind.starts_with("text/html") => with_nonce(&bytes, kind),
            Ok(bytes) => Response::from_data(bytes).with_header(content_type(kind)),
            Err(_) => plain(404, "there is no such page"),
        }
    }

    /// Finds the file for a path, and its kind; a path that leads anywhere else finds nothing.
    fn file(&self, asked: &str) -> Option<(PathBuf, &'static str)> {
        let below = Path::new(if asked == "/" { "index.html" } else { asked.strip_prefix('/')? });
        if !below.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let kind = match below.extension()?.to_str()? {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "json" | "map" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            "woff" => "font/woff",
            "txt" => "text/plain; charset=utf-8",
            _ => return None,
        };
        Some((self.pages.join(below), kind))
    }
}

/// Makes a token that nobody guesses.
fn new_token() -> Result<String, Failure> {
    random_hex().map_err(|error| {
        Failure::wrong(
            format!("the system gives no random numbers: {error}"),
            "check /dev/urandom of this machine",
        )
    })
}

fn random_hex() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut token, byte| {
        let _ = write!(token, "{byte:02x}");
        token
    }))
}

/// Serves a page with a number of its own, by which it may set the style sheet of the editor and no other.
fn with_nonce(page: &[u8], kind: &'static str) -> Answer {
    let Ok(nonce) = random_hex() else { return plain(500, "the system gives no random numbers") };
    let text = String::from_utf8_lossy(page).replace(NONCE_PLACE, &nonce);
    let policy = CONTENT_SECURITY_POLICY.replace("NONCE", &nonce);
    let answer = Response::from_string(text).with_header(content_type(kind));
    match Header::from_bytes("Content-Security-Policy", policy) {
        Ok(header) => answer.with_header(header),
        Err(()) => plain(500, "the page has no wall"),
    }
}

/// Compares without telling by its time where the difference is.
fn same(given: &[u8], wanted: &[u8]) -> bool {
    given.len() == wanted.len() && given.iter().zip(wanted).fold(0, |found, (a, b)| found | (a ^ b)) == 0
}

fn header<'a>(request: &'a Request, name: &'static str) -> Option<&'a str> {
    let found = request.headers().iter().find(|header| header.field.equiv(name));
    found.map(|header| header.value.as_str())
}

fn refused(status: u16, why: &str) -> Answer {
    failed(status, &ApiError { code: ErrorCode::WrongUse, message: why.to_owned(), hint: None })
}

fn failed(status: u16, error: &ApiError) -> Answer {
    let text = serde_json::to_string(error).unwrap_or_else(|_| String::from("{}"));
    json(status, text)
}

fn json(status: u16, text: String) -> Answer {
    Response::from_string(text).with_status_code(status).with_header(content_type("application/json"))
}

fn plain(status: u16, text: &str) -> Answer {
    Response::from_string(text)
        .with_status_code(status)
        .with_header(content_type("text/plain; charset=utf-8"))
}

/// Puts the wall around every answer.
fn guarded(mut answer: Answer) -> Answer {
    if !answer.headers().iter().any(|header| header.field.equiv("Content-Security-Policy")) {
        // Nothing but a page has styles of its own; a number that nobody is told lets none in.
        answer.add_header(fixed_header("Content-Security-Policy", CONTENT_SECURITY_POLICY));
    }
    for (name, value) in [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ] {
        answer.add_header(fixed_header(name, value));
    }
    answer
}

fn content_type(kind: &'static str) -> Header {
    fixed_header("Content-Type", kind)
}

#[allow(clippy::expect_used, reason = "only texts of this file come here, and a test sends each of them")]
fn fixed_header(name: &'static str, value: &'static str) -> Header {
    Header::from_bytes(name, value).expect("a header of plain ASCII")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::path::PathBuf;

    use super::{App, Arc, Chooser, Failure, Home, Server, Site, TcpStream, answer_all, listen, thread};

    /// A running server with one page, stopped and removed when it is dropped.
    struct Running {
        server: Arc<Server>,
        host: String,
        place: PathBuf,
    }

    impl Running {
        fn start(name: &str) -> Result<Self, Failure> {
            let place = std::env::temp_dir().join(format!("oneup-serve-{}-{name}", std::process::id()));
            fs::create_dir_all(place.join("pages")).map_err(Failure::file("make", &place))?;
            fs::write(place.join("pages/index.html"), "<h1>page</h1>")
                .map_err(Failure::file("write", &place))?;
            fs::write(place.join("secret.txt"), "secret").map_err(Failure::file("write", &place))?;
            let home = Home::locate(Some(&place.join("home")))
                .map_err(|error| Failure::wrong(error.to_string(), "mend the test"))?;
            let (server, host) = listen(0)?;
            let server = Arc::new(server);
            let app = App::start(home, "a test");
            let site = Site {
                app,
                chooser: Chooser::default(),
                pages: place.join("pages"),
                host: host.clone(),
                token: "right".to_owned(),
            };
            let answering = Arc::clone(&server);
            thread::spawn(move || answer_all(&answering, &Arc::new(site)));
            Ok(Self { server, host, place })
        }

        /// Sends a request as it is written here and returns the whole answer.
        fn send(&self, first_line: &str, headers: &[(&str, &str)], body: &str) -> String {
            let mut text =
                format!("{first_line} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
            for (name, value) in headers {
                text.extend([name, ": ", value, "\r\n"]);
            }
            text += "\r\n";
            text += body;
            let mut answer = String::new();
            let done = TcpStream::connect(&self.host).and_then(|mut stream| {
                stream.write_all(text.as_bytes())?;
                stream.read_to_string(&mut answer)
            });
            assert!(done.is_ok() || !answer.is_empty(), "{first_line}: {done:?}");
            answer
        }

        /// Calls a command with everything right except what is given instead.
        fn call(&self, path: &str, instead: &[(&str, &str)], body: &str) -> String {
            let mut headers = vec![("Host", self.host.as_str()), ("X-OneUp-Token", "right")];
            headers.retain(|(name, _)| !instead.iter().any(|(other, _)| other == name));
            headers.extend(instead);
            self.send(&format!("POST {path}"), &headers, body)
        }
    }

    impl Drop for Running {
        fn drop(&mut self) {
            self.server.unblock();
            let _ = fs::remove_dir_all(&self.place);
        }
    }

    fn status(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap_or_default()
    }

    #[test]
    fn a_command_is_answered_to_who_holds_the_token() -> Result<(), Failure> {
        let running = Running::start("token")?;
        let answer = running.call("/api/status", &[], "{}");
        assert_eq!(status(&answer), "200", "{answer}");
        assert!(answer.contains("suggested_path"), "{answer}");
        for token in ["", "wrong", "righ", "rightt"] {
            assert_eq!(
                status(&running.call("/api/status", &[("X-OneUp-Token", token)], "{}")),
                "403",
                "{token}"
            );
        }
        assert_eq!(status(&running.send("POST /api/status", &[("Host", &running.host)], "{}")), "403");
        Ok(())
    }

    #[test]
    fn a_page_of_another_site_is_refused_whatever_name_it_gives_this_machine() -> Result<(), Failure> {
        let running = Running::start("origin")?;
        for host in ["evil.example", "localhost:1", "127.0.0.1"] {
            assert_eq!(status(&running.call("/api/status", &[("Host", host)], "{}")), "403", "{host}");
            assert_eq!(status(&running.send("GET /", &[("Host", host)], "")), "403", "{host}");
        }
        for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
            assert_eq!(status(&running.call("/api/status", &[("Origin", origin)], "{}")), "403", "{origin}");
        }
        let own = format!("http://{}", running.host);
        assert_eq!(status(&running.call("/api/status", &[("Origin", &own)], "{}")), "200");
        Ok(())
    }

    #[test]
    fn a_wrong_call_is_an_error_of_the_contract() -> Result<(), Failure> {
        let running = Running::start("wrong")?;
        for (path, body, wanted) in [
            ("/api/no_such_command", "{}", "422"),
            ("/api/search", "{\"q\": 5}", "422"),
            ("/api/search", "not json", "400"),
            ("/api/../status", "{}", "422"),
        ] {
            let answer = running.call(path, &[], body);
            assert_eq!(status(&answer), wanted, "{answer}");
            assert!(answer.contains("\"code\":\"wrong_use\""), "{answer}");
        }
        let large = format!("{{\"q\":\"{}\"}}", "x".repeat(9_500_000));
        assert_eq!(status(&running.call("/api/search", &[], &large)), "413");
        Ok(())
    }

    #[test]
    fn pages_are_served_behind_the_wall_and_nothing_beside_them() -> Result<(), Failure> {
        let running = Running::start("pages")?;
        let answer = running.send("GET /?token=right", &[("Host", &running.host)], "");
        assert!(answer.contains("<h1>page</h1>") && answer.contains("text/html"), "{answer}");
        for wanted in ["default-src 'none'", "require-trusted-types-for 'script'", "nosniff", "no-referrer"] {
            assert!(answer.contains(wanted), "{wanted} in {answer}");
        }
        for path in [
            "/../secret.txt",
            "//etc/passwd",
            "/%2e%2e/secret.txt",
            "/..\\secret.txt",
            "/none.html",
            "/pages",
        ] {
            let answer = running.send(&format!("GET {path}"), &[("Host", &running.host)], "");
            assert_eq!(status(&answer), "404", "{path}: {answer}");
        }
        Ok(())
    }
}
