/** The person signed in here, and what they may do. The desk checks every call again; this only decides what is drawn. */
import type { UseQueryResult } from '@tanstack/react-query';
import { callNeeds, type Me, type Permission } from './bindings';
import type { CallName } from './client';
import type { CallError } from './error';
import { useCall } from './hooks';

/** Undefined until known; inside the frame it always is. */
export function useMe(): Me | undefined {
  return useMeQuery().data;
}

export function useMeQuery(): UseQueryResult<Me, CallError> {
  return useCall('session.me', {});
}

export function useMay(): (permission: Permission) => boolean {
  const me = useMe();
  return (permission) => me?.permissions.includes(permission) ?? false;
}

/** Whether a call is worth offering: the permission the desk asks for it, from the same list. */
export function useMayCall(): (name: CallName) => boolean {
  const may = useMay();
  return (name) => {
    const needs = callNeeds[name];
    return needs === 'nobody' || needs === 'session' || needs === 'signed_in' || may(needs);
  };
}
