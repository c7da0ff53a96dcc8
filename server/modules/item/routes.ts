import type { Router } from 'express'
import { specialKinds } from '../../../workflows/case/domain.ts'
import { dayOf } from '../../../workflows/clock/day.ts'
import { handlingModes, startEvents, verifications } from '../../../workflows/item/domain.ts'
import type { Item } from '../../../workflows/item/domain.ts'
import type { AppDeps } from '../../deps.ts'
import { notFound } from '../../errors.ts'
import { createRouter, route } from '../../route.ts'
import { listBureaus, listCentres, listDistricts } from '../../records/item/directory.ts'
import { findOffers } from './offer.ts'
import type { Offer } from './offer.ts'
import { findItem, listItems } from '../../records/item/item.ts'
import * as schema from './schema.ts'

const mostItems = 1000

/** The catalogue as the counter sees it, and the directory of places. */
export function createItemRoutes(deps: AppDeps): Router {
  const router = createRouter(deps)
  const tags = ['事项']
  route(router, {
    method: 'get',
    path: '/api/items',
    summary: '事项目录；标明本中心今天能否收件',
    tags,
    roles: 'staff',
    request: { query: schema.itemQuery },
    responses: { 200: schema.itemList },
    handler: async ({ query, actor, at }) => {
      const { forIntake, ...filter } = query
      const items = await listItems(deps.db, { ...filter, limit: mostItems })
      const codes = items.map(({ code }) => code)
      const offers = await findOffers(deps.db, actor.centreCode, dayOf(at), codes)
      const rows = items.map((item) => toHead(item, offers.get(item.code)!))
      return { rows: forIntake === '1' ? rows.filter(({ offered }) => offered) : rows }
    },
  })
  route(router, {
    method: 'get',
    path: '/api/items/:code',
    summary: '一个事项：时限、依据、材料、特别程序和适用的委托协议',
    tags,
    roles: 'staff',
    request: { params: schema.itemParams },
    responses: { 200: schema.itemView },
    handler: async ({ params, actor, at }) => {
      const item = await findItem(deps.db, params.code)
      if (!item) throw notFound('事项')
      const offers = await findOffers(deps.db, actor.centreCode, dayOf(at), [item.code])
      return toView(item, offers.get(item.code)!)
    },
  })
  route(router, {
    method: 'get',
    path: '/api/directory',
    summary: '行政区、政务服务中心和委办局',
    tags,
    roles: 'staff',
    responses: { 200: schema.directoryView },
    handler: async () => ({
      districts: await listDistricts(deps.db),
      centres: await listCentres(deps.db),
      bureaus: await listBureaus(deps.db),
    }),
  })
  return router
}

function toHead(item: Item, offer: Offer) {
  const { code, version, name, itemType, bureau, bureauName, mode, theme, oneThing, applicantTypes } = item
  const head = { code, version, name, itemType, bureau, bureauName, mode, theme, oneThing, applicantTypes }
  return {
    ...head,
    modeName: handlingModes[mode],
    offered: offer.offered,
    ...(offer.notOfferedReason !== undefined && { notOfferedReason: offer.notOfferedReason }),
  }
}

function toView(item: Item, offer: Offer) {
  return {
    ...toHead(item, offer),
    status: item.status,
    terms: { ...item.terms, startEventName: startEvents[item.terms.startEvent] },
    basis: item.basis,
    materials: item.materials.map((material, i) => ({ n: i + 1, ...material })),
    specialStages: item.specialStages.map((stage) => ({ ...stage, name: specialKinds[stage.kind].name })),
    verified: item.verified,
    verifiedName: verifications[item.verified],
    resultName: item.resultName,
    codes: item.codes,
    ...(offer.entrustment && { entrustment: offer.entrustment }),
  }
}
