/**
 * The codes of ISO 4217, list one, that an order can be paid in, as the list stood in 2026: without metals, funds, units of account
 * and the codes for tests. A table of our own, because what Node knows of currencies depends on how it was built and names
 * withdrawn ones too.
 */
export const currenciesInUse: readonly string[] = [
  ...'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD'.split(
    ' ',
  ),
  ...'CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS'.split(
    ' ',
  ),
  ...'GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW'.split(
    ' ',
  ),
  ...'KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR'.split(
    ' ',
  ),
  ...'MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR'.split(
    ' ',
  ),
  ...'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX'.split(
    ' ',
  ),
  ...'USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'.split(' '),
];
