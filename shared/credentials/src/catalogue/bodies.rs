//! Bodies of the catalogue, with the documents that their presets were read from.

use models::{BodyId, CreditTypeId};
use uuid::Uuid;

/// A body of the catalogue.
pub(super) struct Body {
    pub(super) number: u128,
    pub(super) name: &'static str,
    pub(super) short_name: &'static str,
    pub(super) jurisdiction: Option<&'static str>,
    pub(super) website: &'static str,
    pub(super) source_title: &'static str,
    pub(super) source_url: &'static str,
    pub(super) credit_types: &'static [Kind],
    pub(super) rules: &'static [&'static str],
}

/// A kind of credit of the catalogue.
pub(super) struct Kind {
    pub(super) number: u128,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) unit_one: &'static str,
    pub(super) unit_many: &'static str,
    pub(super) mark: Option<&'static str>,
}

/// The Royal College of Physicians, for demonstrations and tests.
pub const RCP: u128 = 1;
/// Its external CPD credit.
pub const RCP_EXTERNAL: u128 = 101;

/// Ids of the catalogue are the same everywhere, so data may name them.
pub(super) fn fixed(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x0000_0000_0000_7000_8000_acc0_0000_0000 + (kind << 16) + number)
}

/// The id of a body of the catalogue.
#[must_use]
pub fn body_id(number: u128) -> BodyId {
    fixed(1, number).into()
}

/// The id of a kind of credit of the catalogue.
#[must_use]
pub fn credit_type_id(number: u128) -> CreditTypeId {
    fixed(2, number).into()
}

const fn kind(
    number: u128,
    code: &'static str,
    name: &'static str,
    (unit_one, unit_many): (&'static str, &'static str),
) -> Kind {
    Kind { number, code, name, unit_one, unit_many, mark: None }
}

const CPD: (&str, &str) = ("CPD credit", "CPD credits");
const HOUR: (&str, &str) = ("CPD hour", "CPD hours");

pub(super) const BODIES: &[Body] = &[
    Body {
        number: RCP,
        name: "Royal College of Physicians",
        short_name: "RCP",
        jurisdiction: Some("GB"),
        website: "https://www.rcp.ac.uk",
        source_title: "CPD guidance of the Federation of the Royal Colleges of Physicians",
        source_url: "https://www.rcp.ac.uk/improving-care/cpd/",
        credit_types: &[
            kind(
                RCP_EXTERNAL,
                "external",
                "External CPD",
                ("external CPD credit", "external CPD credits"),
            ),
            kind(102, "internal", "Internal CPD", ("internal CPD credit", "internal CPD credits")),
        ],
        rules: &["plain-hour"],
    },
    Body {
        number: 2,
        name: "Royal College of Physicians of Ireland",
        short_name: "RCPI",
        jurisdiction: Some("IE"),
        website: "https://www.rcpi.ie",
        source_title: "RCPI Professional Competence Scheme: CPD requirements",
        source_url: "https://www.rcpi.ie/Learn-and-Develop/Professional-Competence",
        credit_types: &[
            kind(201, "external", "External CPD", ("external CPD credit", "external CPD credits")),
            kind(202, "internal", "Internal CPD", ("internal CPD credit", "internal CPD credits")),
        ],
        rules: &["plain-hour"],
    },
    Body {
        number: 3,
        name: "American Medical Association",
        short_name: "AMA",
        jurisdiction: Some("US"),
        website: "https://www.ama-assn.org",
        source_title: "The AMA Physician’s Recognition Award and credit system",
        source_url: "https://www.ama-assn.org/education/ama-pra-credit-system",
        credit_types: &[Kind {
            mark: Some("AMA PRA Category 1 Credit(s)™"),
            ..kind(
                301,
                "pra-1",
                "AMA PRA Category 1",
                ("AMA PRA Category 1 Credit™", "AMA PRA Category 1 Credits™"),
            )
        }],
        rules: &["ama-pra"],
    },
    Body {
        number: 4,
        name: "European Accreditation Council for Continuing Medical Education",
        short_name: "EACCME",
        jurisdiction: None,
        website: "https://eaccme.uems.eu",
        source_title: "EACCME criteria for the accreditation of live educational events",
        source_url: "https://eaccme.uems.eu",
        credit_types: &[kind(
            401,
            "ecmec",
            "European CME credit",
            ("European CME credit (ECMEC®)", "European CME credits (ECMEC®s)"),
        )],
        rules: &["eaccme"],
    },
    Body {
        number: 5,
        name: "American Nurses Credentialing Center",
        short_name: "ANCC",
        jurisdiction: Some("US"),
        website: "https://www.nursingworld.org/ancc/",
        source_title: "ANCC Nursing Continuing Professional Development accreditation",
        source_url: "https://www.nursingworld.org/organizational-programs/accreditation/",
        credit_types: &[kind(
            501,
            "contact-hour",
            "Contact hour",
            ("contact hour", "contact hours"),
        )],
        rules: &["ancc-contact-hour"],
    },
    Body {
        number: 6,
        name: "Accreditation Council for Pharmacy Education",
        short_name: "ACPE",
        jurisdiction: Some("US"),
        website: "https://www.acpe-accredit.org",
        source_title: "ACPE Accreditation Standards for Continuing Pharmacy Education",
        source_url: "https://www.acpe-accredit.org/continuing-education-provider-accreditation/",
        credit_types: &[kind(
            601,
            "contact-hour",
            "Contact hour",
            ("contact hour", "contact hours"),
        )],
        rules: &["acpe-hour"],
    },
    Body {
        number: 7,
        name: "National Association of State Boards of Accountancy",
        short_name: "NASBA",
        jurisdiction: Some("US"),
        website: "https://nasba.org",
        source_title: "Statement on Standards for Continuing Professional Education (CPE) Programs",
        source_url: "https://www.nasbaregistry.org/the-standards",
        credit_types: &[kind(701, "cpe", "CPE", ("CPE credit", "CPE credits"))],
        rules: &["nasba-group-fifths", "nasba-group-halves", "nasba-nano", "nasba-self-study"],
    },
    Body {
        number: 8,
        name: "State bar (continuing legal education)",
        short_name: "CLE",
        jurisdiction: Some("US"),
        website: "https://www.americanbar.org/events-cle/mcle/",
        source_title: "Mandatory CLE by state, American Bar Association",
        source_url: "https://www.americanbar.org/events-cle/mcle/",
        credit_types: &[kind(801, "cle", "CLE", ("CLE credit", "CLE credits"))],
        rules: &["cle-60-tenths", "cle-50-tenths"],
    },
    Body {
        number: 9,
        name: "International Accreditors for Continuing Education and Training",
        short_name: "IACET",
        jurisdiction: None,
        website: "https://www.iacet.org",
        source_title: "ANSI/IACET Standard for Continuing Education and Training",
        source_url: "https://www.iacet.org/standards/",
        credit_types: &[kind(901, "ceu", "CEU", ("CEU", "CEUs"))],
        rules: &["iacet-ceu"],
    },
    Body {
        number: 10,
        name: "Institute of Chartered Accountants in England and Wales",
        short_name: "ICAEW",
        jurisdiction: Some("GB"),
        website: "https://www.icaew.com",
        source_title: "ICAEW Continuing Professional Development Regulations",
        source_url: "https://www.icaew.com/regulation/cpd",
        credit_types: &[kind(
            1001,
            "verifiable",
            "Verifiable CPD",
            ("verifiable CPD hour", "verifiable CPD hours"),
        )],
        rules: &["plain-hour"],
    },
    Body {
        number: 11,
        name: "Royal Institution of Chartered Surveyors",
        short_name: "RICS",
        jurisdiction: Some("GB"),
        website: "https://www.rics.org",
        source_title: "RICS CPD requirements and obligations",
        source_url: "https://www.rics.org/regulation/regulatory-compliance/cpd-compliance",
        credit_types: &[kind(
            1101,
            "formal",
            "Formal CPD",
            ("formal CPD hour", "formal CPD hours"),
        )],
        rules: &["plain-hour"],
    },
    Body {
        number: 12,
        name: "CPD accreditation (independent)",
        short_name: "CPD",
        jurisdiction: None,
        website: "https://cpduk.co.uk",
        source_title: "CPD explained, The CPD Certification Service",
        source_url: "https://cpduk.co.uk/explained",
        credit_types: &[
            kind(1201, "point", "CPD point", CPD),
            kind(1202, "hour", "CPD hour", HOUR),
        ],
        rules: &["plain-hour"],
    },
];
