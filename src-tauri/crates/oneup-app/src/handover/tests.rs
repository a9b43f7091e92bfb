//! What a second start, a command and a stranger meet at the socket of the window's process.

use std::sync::Mutex;

use serde_json::json;

use super::*;

fn home_in(place: &std::path::Path) -> Home {
    Home::locate(Some(place)).unwrap()
}

/// A process that stays and says back what it was asked.
fn staying(home: &Home) -> Listening {
    let Claim::Stays(stay) = claim(home, &Activation::default()).unwrap() else { panic!("nobody stays yet") };
    stay.listen(|message| Ok(serde_json::to_value(message).unwrap())).unwrap()
}

fn raw(home: &Home, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let address = Address::of(home.dir());
    let mut stream = Stream::connect(address.name()?)?;
    stream.write_all(bytes)?;
    read_line(&stream, Duration::from_secs(5))
}

#[test]
fn a_second_start_hands_over_and_a_command_is_answered() {
    let place = tempfile::tempdir().unwrap();
    let home = home_in(place.path());
    assert!(call(&home, "undo", json!({})).is_none(), "nobody listens yet");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hearing = Arc::clone(&heard);
    let Claim::Stays(stay) = claim(&home, &Activation::default()).unwrap() else { panic!() };
    let _listening = stay
        .listen(move |message| {
            hearing.lock().unwrap().push(message);
            Ok(json!({"act": null}))
        })
        .unwrap();
    let wanted = Activation { link: Some("oneup://search?q=x".to_owned()), ..Activation::default() };
    assert!(matches!(claim(&home, &wanted).unwrap(), Claim::HandedOver));
    assert_eq!(call(&home, "undo", json!({})), Some(Ok(json!({"act": null}))));
    let refused = call(&home, "choose_library", json!({})).unwrap().unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongUse);
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 2, "what may not be handed over is not heard: {heard:?}");
    assert_eq!(heard[0], Message::Activate(wanted));
}

#[test]
fn a_start_waits_for_the_one_that_began_a_moment_ago() {
    let place = tempfile::tempdir().unwrap();
    let home = home_in(place.path());
    let Claim::Stays(stay) = claim(&home, &Activation::default()).unwrap() else { panic!() };
    let second = thread::spawn({
        let home = home.clone();
        move || matches!(claim(&home, &Activation::default()), Ok(Claim::HandedOver))
    });
    thread::sleep(Duration::from_millis(300));
    let _listening = stay.listen(|_| Ok(Value::Null)).unwrap();
    assert!(second.join().unwrap());
}

#[test]
#[cfg(unix)]
fn only_this_user_can_open_the_socket_and_a_left_over_one_is_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let home = home_in(place.path());
    let socket = place.path().join("window.sock");
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    assert!(socket.exists(), "as after a kill");
    let listening = staying(&home);
    assert_eq!(std::fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(call(&home, "redo", json!({})).is_some());
    drop(listening);
    assert!(!socket.exists());
    assert!(
        matches!(claim(&home, &Activation::default()).unwrap(), Claim::Stays(_)),
        "the place is free again"
    );
}

#[test]
fn a_data_folder_that_lies_too_deep_for_a_socket_is_reached_all_the_same() {
    let place = tempfile::tempdir().unwrap();
    let deep = place.path().join("a-long-name".repeat(10)).join("b".repeat(80));
    let home = home_in(&deep);
    let _listening = staying(&home);
    assert!(matches!(claim(&home, &Activation::default()).unwrap(), Claim::HandedOver));
}

#[test]
fn what_is_not_a_message_gets_no_answer_and_does_no_harm() {
    let place = tempfile::tempdir().unwrap();
    let home = home_in(place.path());
    let _listening = staying(&home);
    let huge =
        format!("{{\"kind\":\"call\",\"command\":\"undo\",\"request\":\"{}\"}}\n", "x".repeat(200_000));
    let deep = format!("{{\"kind\":\"call\",\"command\":\"undo\",\"request\":{}\n", "[".repeat(60_000));
    for bytes in [
        &b"\n"[..],
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff\xfe\x00\n",
        b"{\"kind\":\"run\",\"program\":\"/bin/true\"}\n",
        b"{\"kind\":\"activate\",\"link\":7}\n",
        b"[]\n",
        huge.as_bytes(),
        deep.as_bytes(),
    ] {
        assert!(raw(&home, bytes).is_err(), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
    assert!(call(&home, "undo", json!({})).is_some(), "and it still answers");
}

#[test]
fn half_a_line_is_given_up_after_a_while_and_a_crowd_does_not_shut_others_out_for_long() {
    let place = tempfile::tempdir().unwrap();
    let home = home_in(place.path());
    let _listening = staying(&home);
    let address = Address::of(home.dir());
    let crowd: Vec<Stream> = (0..MOST_CLIENTS + 4)
        .map(|_| {
            let mut stream = Stream::connect(address.name().unwrap()).unwrap();
            // Those that are turned away have nobody to write to.
            let _ = stream.write_all(b"{\"kind\":");
            stream
        })
        .collect();
    let begun = Instant::now();
    while call(&home, "undo", json!({})).is_none() {
        assert!(begun.elapsed() < PATIENCE + Duration::from_secs(3), "the crowd holds the door");
        thread::sleep(Duration::from_millis(50));
    }
    drop(crowd);
}
