import type { Invitation, Member, Offer } from './api';

const ID = '0198a000-0000-7000-8000-00000000';

export const anna: Member = {
  id: `${ID}00ab`, user_id: `${ID}00aa`, full_name: 'Anna Keller', email: 'anna@example.org', roles: ['owner'], title: null,
  joined_at: '2026-01-05T08:00:00Z', all_events: false, event_ids: [], seat_payer: 'organization', takes_seat: false, is_me: true, grantable: [], version: 1,
};

export function aMember(change: Partial<Member> = {}): Member {
  return {
    id: `${ID}0b01`, user_id: `${ID}0b02`, full_name: 'Ben Adeyemi', email: 'ben@example.org', roles: ['organizer'], title: null,
    joined_at: '2026-03-01T09:00:00Z', all_events: false, event_ids: [], seat_payer: 'organization', takes_seat: true, is_me: false,
    grantable: ['admin', 'organizer', 'course_manager', 'instructor', 'finance', 'check_in', 'viewer'], version: 4, ...change,
  };
}

export function anInvitation(change: Partial<Invitation> = {}): Invitation {
  return {
    id: `${ID}0c01`, email: 'kwame@example.org', roles: ['viewer'], title: null, seat_payer: 'organization', state: 'pending', expires_at: '2026-12-03T09:00:00Z',
    sent_count: 1, last_sent_at: '2026-11-26T09:00:00Z', inviter: 'Anna Keller', created_at: '2026-11-26T09:00:00Z', ...change,
  };
}

export function anOffer(change: Partial<Offer> = {}): Offer {
  return {
    id: `${ID}0d01`, organization_id: `${ID}0001`, from_name: 'Anna Keller', to_user_id: `${ID}0b02`, to_name: 'Ben Adeyemi', for_me: false,
    state: 'offered', expires_at: '2026-12-03T09:00:00Z', created_at: '2026-11-26T09:00:00Z', ...change,
  };
}
