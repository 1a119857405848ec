//! What documents say, from what was sold. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use models::{Currency, TimeZone};

use super::fee_tax::FeeTax;
use super::snapshot::{Line, Party, Reference, Section, Settlement, Snapshot, Tax, What};
use super::source::{Back, Fees, Issuer, Item, Seller, Sold};
use super::{Kind, Platform};
use crate::payment::Method;
use crate::price::FeePayer;
use crate::share::allocate;
use crate::tax::TaxLine;

/// Of the form of data.
const VERSION: u8 = 1;

/// Number and day of a document that is being issued.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) number: String,
    pub(super) issued_at: DateTime<Utc>,
    pub(super) zone: TimeZone,
}

impl Head {
    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }
}

/// The invoice of a payment.
pub(super) fn invoice(head: &Head, issuer: &Issuer, sold: &Sold) -> Snapshot {
    let outside = sold.method == Method::Outside;
    Snapshot {
        version: VERSION,
        kind: Kind::Invoice,
        number: head.number.clone(),
        issued_on: head.day(head.issued_at),
        due_on: sold.due_at.filter(|_| outside && sold.paid_at.is_none()).map(|at| head.day(at)),
        locale: sold.locale.clone(),
        seller: issuer.party.clone(),
        buyer: sold.buyer(),
        about: None,
        month: None,
        sections: vec![of_sale(sold)],
        settlement: Some(Settlement {
            method: sold.method,
            reference: sold.payment.to_string(),
            settled_on: sold.paid_at.map(|at| head.day(at)),
        }),
        note: issuer.note.clone(),
    }
}

/// The build-up that the buyer saw (PA-8), place by place.
fn of_sale(sold: &Sold) -> Section {
    let mut lines = Vec::new();
    for item in &sold.items {
        lines.push(Line { what: item.place(), amount: item.list });
        if item.discount != 0 {
            let what = What::Discount { code: item.code.clone() };
            lines.push(Line { what, amount: -item.discount });
        }
    }
    let fees = sold.items.iter().map(|item| item.service_fee + item.processing_fee).sum();
    if sold.fee_payer == FeePayer::Buyer && fees != 0 {
        lines.push(Line { what: What::BookingFee, amount: fees });
    }
    let taxes = sold.taxes();
    Section { currency: sold.currency, lines, taxes, total: sold.total }
}

/// The credit note of a refund. It names its invoice, and whom that was made out to.
pub(super) fn credit_note(head: &Head, issuer: &Issuer, back: &Back, of: &Snapshot) -> Snapshot {
    let lines = back.items.iter();
    let lines = lines.map(|(item, amount)| Line { what: item.place(), amount: *amount }).collect();
    let invoiced = of.sections.first().map(|section| section.taxes.as_slice()).unwrap_or_default();
    let taxes = shared(back.tax, invoiced, back.currency);
    Snapshot {
        kind: Kind::CreditNote,
        number: head.number.clone(),
        issued_on: head.day(head.issued_at),
        due_on: None,
        seller: issuer.party.clone(),
        about: Some(Reference::of(of)),
        sections: vec![Section { currency: back.currency, lines, taxes, total: back.amount }],
        settlement: of.settlement.clone().map(|settlement| Settlement {
            settled_on: Some(head.day(back.succeeded_at)),
            ..settlement
        }),
        note: None,
        ..of.clone()
    }
}

/// Tax that goes back, shared over the rates of the invoice; it is part of what goes back.
fn shared(tax: i64, invoiced: &[Tax], currency: Currency) -> Vec<Tax> {
    if tax == 0 {
        return Vec::new();
    }
    let weights: Vec<i64> = invoiced.iter().map(|tax| tax.amount.max(0)).collect();
    let names = invoiced.iter().map(|tax| tax.name.clone());
    let shares = allocate(tax, &weights, currency);
    if shares.is_empty() {
        return vec![Tax { included: true, name: None, amount: tax }];
    }
    let taxes = names.zip(shares).filter(|(_, amount)| *amount != 0);
    taxes.map(|(name, amount)| Tax { included: true, name, amount }).collect()
}

/// What takes an invoice back as far as it was not taken back before.
pub(super) fn reversal(head: &Head, of: &Snapshot, rest: &Rest) -> Snapshot {
    Snapshot {
        kind: Kind::CreditNote,
        number: head.number.clone(),
        issued_on: head.day(head.issued_at),
        due_on: None,
        about: Some(Reference::of(of)),
        sections: rest.of(of),
        settlement: None,
        note: None,
        ..of.clone()
    }
}

/// The invoice again, made out to somebody else, over what is left of it.
pub(super) fn replacement(head: &Head, of: &Snapshot, rest: &Rest, buyer: Party) -> Snapshot {
    Snapshot {
        number: head.number.clone(),
        issued_on: head.day(head.issued_at),
        buyer,
        about: Some(Reference::of(of)),
        sections: rest.of(of),
        ..of.clone()
    }
}

/// What credit notes took back of an invoice before.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest {
    /// Their numbers, amounts and the tax in them.
    pub(super) credited: Vec<(String, i64, i64)>,
}

impl Rest {
    /// What is left of the invoice, in minor units.
    pub(super) fn total(&self, of: &Snapshot) -> i64 {
        let all: i64 = of.sections.iter().map(|section| section.total).sum();
        all - self.credited.iter().map(|(_, amount, _)| amount).sum::<i64>()
    }

    fn of(&self, snapshot: &Snapshot) -> Vec<Section> {
        let mut sections = snapshot.sections.clone();
        if let Some(section) = sections.first_mut() {
            for (number, amount, tax) in &self.credited {
                let on_top = section.taxes.iter().any(|tax| !tax.included);
                let without = if on_top { *tax } else { 0 };
                let what = What::Credited { number: number.clone() };
                section.lines.push(Line { what, amount: without - amount });
                section.total -= amount;
                let weights: Vec<i64> = section.taxes.iter().map(|tax| tax.amount.max(0)).collect();
                for (whole, part) in
                    section.taxes.iter_mut().zip(allocate(*tax, &weights, section.currency))
                {
                    whole.amount -= part;
                }
            }
        }
        sections
    }
}

/// What the platform kept in a month.
pub(super) fn fee_statement(
    head: &Head,
    (platform, payer): (&Platform, &Seller),
    month: NaiveDate,
    (fees, tax): (&[Fees], Option<&FeeTax>),
) -> Snapshot {
    Snapshot {
        version: VERSION,
        kind: Kind::FeeStatement,
        number: head.number.clone(),
        issued_on: head.day(head.issued_at),
        due_on: None,
        locale: payer.locale.clone(),
        seller: platform.party(),
        buyer: payer.party(),
        about: None,
        month: Some(month),
        sections: fees.iter().map(|fees| of_month(fees, tax)).collect(),
        settlement: None,
        note: None,
    }
}

/// What was kept, then what is still owed, and the tax that is part of both.
fn of_month(fees: &Fees, tax: Option<&FeeTax>) -> Section {
    let lines = [
        (What::Fees { payments: fees.payments }, fees.charged),
        (What::FeesReturned { refunds: fees.refunds }, -fees.returned),
        (What::OutsideFees { payments: fees.invoices }, fees.invoiced),
        (What::OutsideFeesReturned { payments: fees.given_up }, -fees.unclaimed),
        (What::DisputeFees { disputes: fees.disputes }, fees.disputed),
    ];
    let lines = lines.into_iter().filter(|(_, amount)| *amount != 0);
    let lines: Vec<Line> = lines.map(|(what, amount)| Line { what, amount }).collect();
    let total = lines.iter().map(|line| line.amount).sum();
    let taxes = tax.map(|tax| tax.within(total, fees.currency)).into_iter().collect();
    Section { currency: fees.currency, lines, taxes, total }
}

impl Reference {
    fn of(snapshot: &Snapshot) -> Self {
        Self { number: snapshot.number.clone(), issued_on: snapshot.issued_on }
    }
}

impl Item {
    fn place(&self) -> What {
        let on = self.starts_at.zip(self.zone);
        What::Place {
            label: self.label.clone(),
            on: on.map(|(at, zone)| at.with_timezone(&zone).date_naive()),
            attendee: self.attendee.clone(),
        }
    }
}

impl Platform {
    pub(super) fn party(&self) -> Party {
        Party {
            name: self.name.clone(),
            address: self.address.clone(),
            tax_id: self.tax_id.clone(),
            ..Party::default()
        }
    }
}

impl Seller {
    pub(super) fn party(&self) -> Party {
        Party {
            name: self.legal_name.clone().unwrap_or_else(|| self.name.clone()),
            attention: None,
            address: self.address.clone(),
            country: self.country.clone(),
            tax_id: self.tax_id.clone(),
            email: None,
        }
    }
}

impl Sold {
    /// Rate by rate; what is not told apart is one line.
    fn taxes(&self) -> Vec<Tax> {
        let included = self.tax_behavior != "exclusive";
        let told: i64 = self.tax_lines.iter().map(|line| line.amount).sum();
        if self.tax == 0 {
            return Vec::new();
        }
        if told != self.tax {
            return vec![Tax { included, name: None, amount: self.tax }];
        }
        let line = |line: &TaxLine| Tax { included, name: Some(line.title()), amount: line.amount };
        self.tax_lines.iter().map(line).collect()
    }

    fn buyer(&self) -> Party {
        let person = self.buyer_name.clone();
        let (name, attention) = match &self.buyer_company {
            Some(company) => (company.clone(), person),
            None => (person.unwrap_or_else(|| self.buyer_email.clone()), None),
        };
        Party {
            name,
            attention,
            address: self.buyer_address.clone(),
            country: self.buyer_country.clone(),
            tax_id: self.buyer_tax_id.clone(),
            email: Some(self.buyer_email.clone()),
        }
    }
}
