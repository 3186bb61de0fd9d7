/**
 * Says on cards with opening hours whether it is open now, by the clock of the place. Only pages with such cards load it.
 */
(function () {
  "use strict";

  var DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

  /**
   * The local date, weekday (Monday is 0) and minute of the day in a time zone.
   * @param {Date} now @param {string} zone @returns {{date: string, day: number, minute: number}}
   */
  function localTime(now, zone) {
    /** @type {Record<string, string>} */
    var parts = {};
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(now).forEach(function (part) {
      parts[part.type] = part.value;
    });
    return {
      date: parts.year + "-" + parts.month + "-" + parts.day,
      day: DAYS.indexOf(parts.weekday),
      minute: Number(parts.hour) * 60 + Number(parts.minute),
    };
  }

  /**
   * @param {{week: number[][][], days: Record<string, number[][]>}} hours @param {{date: string, day: number, minute: number}} time
   * @returns {boolean}
   */
  function isOpen(hours, time) {
    var spans = hours.days[time.date] || hours.week[time.day] || [];
    return spans.some(function (span) {
      return span[0] <= time.minute && time.minute < span[1];
    });
  }

  function sayWhatIsOpen() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-hours]"), function (/** @type {HTMLElement} */ card) {
      var place = /** @type {HTMLElement | null} */ (card.querySelector(".open-now"));
      if (!place) return;
      var open = isOpen(JSON.parse(card.dataset.hours || "{}"), localTime(new Date(), card.dataset.zone || "UTC"));
      place.textContent = (open ? place.dataset.open : place.dataset.closed) || "";
    });
  }

  sayWhatIsOpen();
})();
