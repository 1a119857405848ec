import { useMutation } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { callerOf, useCommand, type Holder, type Place } from '@/features/my-event/api';
import { http } from '@/lib/http/client';

export type PartySeat = Schema<'PartySeat'>;
export type NewPerson = Schema<'NewPerson'>;
export type PassedOn = Schema<'PassedOn'>;

/** Says who comes on a seat of the own booking (RG-19); that person gets a link and a ticket. */
export function useNameSeat(holder: Holder, seat: string) {
  return useCommand(holder, (body: NewPerson, as) =>
    http.post('/api/v1/registrations/{registration_id}/name', { as, path: { registration_id: seat }, body }),
  );
}

/** Gives the own place to somebody else (RG-18). What opened it is dead from then on, so nothing is asked for again. */
export function usePassOn(holder: Holder, id: string) {
  return useMutation({
    mutationFn: (body: NewPerson) =>
      http.post('/api/v1/registrations/{registration_id}/transfer', { as: callerOf(holder), path: { registration_id: id }, body }),
  });
}

/** Takes part in another way, or in other sessions, if there is room (RG-20). */
export function useSwitch(holder: Holder, place: Place) {
  return useCommand(holder, (body: Pick<Schema<'UpdateRegistration'>, 'mode' | 'session_ids'>, as) =>
    http.patch('/api/v1/registrations/{registration_id}', { as, path: { registration_id: place.id }, body, ifMatch: `"${place.version}"` }),
  );
}
