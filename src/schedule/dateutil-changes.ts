/**
 * Where dateutil 2.9 (which Prefect computes rrules with) places clock changes on the wall other than at
 * `utc + min(before, after)`, as read out of its own tables for zone data 2025b, changes since 1990.
 */

/**
 * Zones whose winter time counts as the summer time, and from when to when (UNIX seconds): their changes are placed
 * at `utc + max(before, after)`.
 */
export const negativeSummerTime: ReadonlyMap<string, readonly [from: number, to: number]> = new Map([
  ['Africa/Casablanca', [1538352000, Infinity]],
  ['Africa/El_Aaiun', [1538352000, Infinity]],
  ['Africa/Windhoek', [757382400, 1506816000]],
  ['Eire', [0, Infinity]],
  ['Europe/Dublin', [0, Infinity]],
])

/** Zones that are in summer time at the end of dateutil's data, 2038-01-19: standard time begins only then. */
export const summerAtTheEnd: ReadonlySet<string> = new Set([
  'America/Santiago',
  'Australia/LHI',
  'Australia/Lord_Howe',
  'Chile/Continental',
  'Chile/EasterIsland',
  'NZ-CHAT',
  'Pacific/Chatham',
  'Pacific/Easter',
  'Pacific/Norfolk',
])

/** Single changes: zone, then pairs of the change (UNIX seconds) and the offset (seconds) it is placed with. */
export const placedOtherwise: ReadonlyMap<string, ReadonlyMap<number, number>> = new Map(
  `
    Africa/Juba 947930400:10800
    Africa/Khartoum 947930400:10800
    Africa/Sao_Tome 1514768400:3600
    Africa/Tripoli 641775600:7200
    America/Argentina/Catamarca 667965600:-10800 699415200:-14400 1087704000:-10800
    America/Argentina/ComodRivadavia 667965600:-10800 699415200:-14400 1087704000:-10800
    America/Argentina/Cordoba 667965600:-10800 699415200:-14400
    America/Argentina/Jujuy 636516000:-10800 699415200:-14400
    America/Argentina/La_Rioja 667792800:-10800 673588800:-10800 1087704000:-10800
    America/Argentina/Mendoza 636516000:-10800 731469600:-14400 1096171200:-10800
    America/Argentina/Rio_Gallegos 1087704000:-10800
    America/Argentina/Salta 667965600:-10800 699415200:-14400
    America/Argentina/San_Juan 667792800:-10800 673588800:-10800 1090728000:-10800
    America/Argentina/San_Luis 637380000:-10800 675748800:-10800 1090728000:-10800 1200880800:-14400 1255233600:-10800
    America/Argentina/Tucuman 667965600:-10800 699415200:-14400 1087099200:-10800
    America/Argentina/Ushuaia 1087704000:-10800
    America/Bahia_Banderas 1288508400:-25200
    America/Cancun 902037600:-21600 1422777600:-18000
    America/Caracas 1462086000:-14400
    America/Catamarca 667965600:-10800 699415200:-14400 1087704000:-10800
    America/Cordoba 667965600:-10800 699415200:-14400
    America/Danmarkshavn 820465200:0
    America/Eirunepe 1214283600:-14400
    America/Fort_Nelson 1425808800:-25200
    America/Godthab 1679792400:-7200
    America/Grand_Turk 1425798000:-14400
    America/Indiana/Winamac 1194156000:-21600
    America/Iqaluit 941349600:-18000
    America/Jujuy 636516000:-10800 699415200:-14400
    America/Managua 694260000:-18000 725868000:-18000
    America/Mendoza 636516000:-10800 731469600:-14400 1096171200:-10800
    America/Nuuk 1679792400:-7200
    America/Pangnirtung 941349600:-18000
    America/Porto_Acre 1214283600:-14400
    America/Rio_Branco 1214283600:-14400
    America/Rosario 667965600:-10800 699415200:-14400
    America/Santarem 1214280000:-10800
    America/Santo_Domingo 975823200:-14400
    Antarctica/Casey 1255802400:39600 1319738400:39600 1477065600:39600 1538856000:39600 1570129200:39600 1601740860:39600 1633190460:39600 1664640060:39600
    Antarctica/Davis 1268251200:25200 1329854400:25200
    Antarctica/Vostok 783648000:25200
    Asia/Almaty 695768400:21600
    Asia/Anadyr 695746800:43200 1301151600:43200
    Asia/Aqtau 695772000:18000 780440400:18000
    Asia/Aqtobe 695772000:18000
    Asia/Ashgabat 695772000:18000
    Asia/Ashkhabad 695772000:18000
    Asia/Atyrau 695772000:18000
    Asia/Barnaul 695764800:25200 801590400:21600 1301169600:25200 1459022400:25200
    Asia/Chita 695757600:32400 1301158800:36000 1459015200:32400
    Asia/Colombo 832962600:23400
    Asia/Dili 969120000:32400
    Asia/Irkutsk 695761200:28800 1301162400:32400
    Asia/Kamchatka 695746800:43200 1301151600:43200
    Asia/Khandyga 695757600:32400 1072882800:36000 1301155200:39600
    Asia/Krasnoyarsk 695764800:25200 1301166000:28800
    Asia/Magadan 695750400:39600 1301151600:43200 1461427200:39600
    Asia/Novokuznetsk 695764800:25200 1301169600:25200
    Asia/Novosibirsk 695764800:25200 738086400:21600 1301169600:25200 1469304000:25200
    Asia/Omsk 695768400:21600 1301169600:25200
    Asia/Oral 695772000:18000
    Asia/Pyongyang 1525446000:32400
    Asia/Qostanay 695772000:18000
    Asia/Qyzylorda 695768400:21600
    Asia/Sakhalin 695750400:39600 1301155200:39600 1459008000:39600
    Asia/Srednekolymsk 695750400:39600 1301151600:43200
    Asia/Tbilisi 1088276400:10800 1111878000:14400
    Asia/Tomsk 695764800:25200 1020193200:21600 1301169600:25200 1464465600:25200
    Asia/Ust-Nera 695750400:39600 1301151600:43200
    Asia/Vladivostok 695754000:36000 1301155200:39600
    Asia/Yakutsk 695757600:32400 1301158800:36000
    Asia/Yekaterinburg 695772000:18000 1301173200:21600
    Atlantic/Azores 725421600:0 740278800:-3600
    Atlantic/Stanley 1283666400:-10800
    Brazil/Acre 1214283600:-14400
    Europe/Astrakhan 670374000:14400 1301180400:14400 1459033200:14400
    Europe/Chisinau 641944800:7200
    Europe/Kaliningrad 1301184000:10800
    Europe/Kiev 646783200:7200
    Europe/Kirov 670374000:14400 1301180400:14400
    Europe/Kyiv 646783200:7200
    Europe/Minsk 1301184000:10800
    Europe/Moscow 695779200:10800 1301180400:14400
    Europe/Samara 687916800:14400 1301180400:14400
    Europe/Saratov 670374000:14400 1301180400:14400 1480806000:14400
    Europe/Simferopol 1396137600:14400
    Europe/Tiraspol 641944800:7200
    Europe/Ulyanovsk 695779200:10800 1301180400:14400 1459033200:14400
    Europe/Uzhgorod 646783200:7200
    Europe/Volgograd 670374000:14400 1301180400:14400 1540681200:14400
    Europe/Zaporozhye 646783200:7200
    Indian/Chagos 820436400:21600
    Kwajalein 745934400:43200
    Libya 641775600:7200
    Pacific/Apia 1325239200:46800
    Pacific/Bougainville 1419696000:39600
    Pacific/Enderbury 788871600:46800
    Pacific/Fakaofo 1325242800:46800
    Pacific/Kanton 788871600:46800
    Pacific/Kiritimati 788868000:50400
    Pacific/Kwajalein 745934400:43200
    Pacific/Pitcairn 893665800:-28800
    W-SU 695779200:10800 1301180400:14400
`
    .trim()
    .split('\n')
    .map((line) => {
      const [zone = '', ...changes] = line.trim().split(' ')
      return [zone, new Map(changes.map((change) => readPair(change)))]
    }),
)

function readPair(text: string): readonly [number, number] {
  const [at, offset] = text.split(':')
  return [Number(at), Number(offset)]
}
