/** Days off from … to, and the weekend days worked for them, as `MM-DD`. */
type Holiday = readonly [zh: string, en: string, from: string, to: string, worked?: readonly string[]]

/**
 * Public holidays of mainland China, written from the notices the General Office of the State Council publishes each
 * autumn for the year to come (official documents are free of copyright, 著作权法 art. 5). A year without a notice yet
 * has no entry: then only the weekends count until somebody enters its days.
 * 2024: gov.cn content_6911528 · 2025: content_6986383 · 2026: content_7047091.
 */
export const HOLIDAYS: { readonly [year: number]: readonly Holiday[] } = {
  2024: [
    ['元旦', 'New Year', '01-01', '01-01'],
    ['春节', 'Spring Festival', '02-10', '02-17', ['02-04', '02-18']],
    ['清明节', 'Qingming', '04-04', '04-06', ['04-07']],
    ['劳动节', 'Labour Day', '05-01', '05-05', ['04-28', '05-11']],
    ['端午节', 'Dragon Boat Festival', '06-10', '06-10'],
    ['中秋节', 'Mid-Autumn Festival', '09-15', '09-17', ['09-14']],
    ['国庆节', 'National Day', '10-01', '10-07', ['09-29', '10-12']],
  ],
  2025: [
    ['元旦', 'New Year', '01-01', '01-01'],
    ['春节', 'Spring Festival', '01-28', '02-04', ['01-26', '02-08']],
    ['清明节', 'Qingming', '04-04', '04-06'],
    ['劳动节', 'Labour Day', '05-01', '05-05', ['04-27']],
    ['端午节', 'Dragon Boat Festival', '05-31', '06-02'],
    ['国庆节、中秋节', 'National Day and Mid-Autumn Festival', '10-01', '10-08', ['09-28', '10-11']],
  ],
  2026: [
    ['元旦', 'New Year', '01-01', '01-03', ['01-04']],
    ['春节', 'Spring Festival', '02-15', '02-23', ['02-14', '02-28']],
    ['清明节', 'Qingming', '04-04', '04-06'],
    ['劳动节', 'Labour Day', '05-01', '05-05', ['05-09']],
    ['端午节', 'Dragon Boat Festival', '06-19', '06-21'],
    ['中秋节', 'Mid-Autumn Festival', '09-25', '09-27'],
    ['国庆节', 'National Day', '10-01', '10-07', ['09-20', '10-10']],
  ],
}
