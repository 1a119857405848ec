use models::{LinkKey, TimeZone};

use super::samples::{all, place};
use super::*;
use crate::message::{Confirmed, KEYS};

const KEY: &str = "t:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn links() -> Links {
    Links::Made { origin: "https://accredit.test".into(), key: LinkKey::parse(KEY).unwrap() }
}

fn brand() -> Brand {
    Brand { name: "Klinika Północ".into(), logo: None, color: Some("#CC88FF".into()) }
}

fn mail(message: &Message, tongue: Tongue) -> Mail {
    let (links, brand) = (links(), brand());
    let stop = message.category().map(|_| "https://accredit.test/unsubscribe/t.x.y".to_owned());
    let zone = "America/New_York".parse::<TimeZone>().unwrap();
    let setting = Setting {
        tongue,
        time_zone: zone,
        name: Some("Ada Park"),
        brand: Some(&brand),
        links: &links,
        unsubscribe: stop,
    };
    render(message, &setting).unwrap()
}

/// OU-2
#[test]
fn every_message_reads_well_in_english_and_has_no_text_that_no_catalogue_holds() {
    for (name, message) in all() {
        for tongue in [Tongue::English, Tongue::Pseudo, Tongue::PseudoRightToLeft] {
            let mail = mail(&message, tongue);
            insta::assert_snapshot!(
                format!("{name}.{}", tongue.tag()),
                format!("Subject: {}\n\n{}", mail.subject, mail.text)
            );
        }
    }
}

#[test]
fn the_look_is_the_one_that_was_reviewed() {
    let (_, message) = all().into_iter().find(|(name, _)| *name == "event-updated").unwrap();
    insta::assert_snapshot!("look", mail(&message, Tongue::English).html);
    insta::assert_snapshot!("look-rtl", mail(&message, Tongue::PseudoRightToLeft).html);
}

#[test]
fn there_is_a_sample_of_every_key() {
    for key in KEYS {
        assert!(all().iter().any(|(_, message)| message.key() == *key), "{key}");
    }
}

/// OU-3, OU-4, OU-5
#[test]
fn mails_are_small_escaped_and_load_nothing() {
    for (name, message) in all() {
        for tongue in [Tongue::English, Tongue::PseudoRightToLeft] {
            let mail = mail(&message, tongue);
            assert!(mail.html.len() < 80 * 1024, "{name}");
            assert!(
                mail.subject.chars().count() <= 150 && !mail.subject.contains(char::is_control),
                "{name}"
            );
            assert!(!mail.html.contains("<b>") && !mail.html.contains("<script"), "{name}");
            assert!(!mail.html.contains("src=") && !mail.html.contains("url("), "{name}");
            assert!(mail.html.contains(&format!("dir=\"{}\"", tongue.direction())), "{name}");
            let long =
                mail.text.lines().find(|line| line.chars().count() > 78 && !line.contains("://"));
            assert_eq!(long, None, "{name}");
        }
    }
}

/// OU-6
#[test]
fn security_mails_carry_no_organization() {
    for (name, message) in
        all().into_iter().filter(|(_, message)| message.class() == Class::Security)
    {
        let mail = mail(&message, Tongue::English);
        let invited = name == "account-verify";
        assert_eq!(mail.text.contains("Klinika"), invited, "{name}");
    }
}

/// OU-16
#[test]
fn the_log_shows_no_link_that_opens_anything() {
    for (name, message) in all() {
        let setting = Setting {
            tongue: Tongue::English,
            time_zone: TimeZone::UTC,
            name: None,
            brand: None,
            links: &Links::Blanked,
            unsubscribe: None,
        };
        let mail = render(&message, &setting).unwrap();
        assert!(
            !mail.html.contains("accredit.test") && !mail.text.contains("accredit.test"),
            "{name}"
        );
    }
}

/// R4
#[test]
fn a_hostile_title_stays_text() {
    let mut place = place(true);
    place.event.title = "<img src=x onerror=alert(1)>{{7*7}}\r\nBcc: evil@example.org".repeat(3);
    let mail = mail(
        &Message::RegistrationConfirmed(Confirmed {
            place,
            sessions: vec![],
            ticket_code: None,
            guest: true,
        }),
        Tongue::English,
    );
    assert!(mail.html.contains("&lt;img src") && !mail.html.contains("<img src=x"));
    assert!(mail.text.contains("{{7*7}}") && !mail.subject.contains('\n'));
    assert!(mail.subject.chars().count() <= 150);
}

/// OU-24
#[test]
fn a_notice_says_the_same_in_a_line() {
    let said: Vec<String> = all()
        .iter()
        .map(|(name, message)| {
            let notice = notice(message, Tongue::English, TimeZone::UTC);
            format!("{name}: {} | {}", notice.title, notice.body.unwrap_or_default())
        })
        .collect();
    insta::assert_snapshot!("notices", said.join("\n"));
}
