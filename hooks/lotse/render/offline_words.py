"""What the service worker and the saving of pages say; the frame chunk of a language pack carries it."""

from lotse.render.words import Words


def offline_words(words: Words) -> dict[str, str]:
    """Return by key what theme/sw.js, assets/offline.js and assets/saving.js say, plain text with `{placeholders}`."""
    return {
        # sw.js
        "note": words.plain("No connection. This is the saved copy of {date}."),
        "missing": words.plain("This page is not saved on this device"),
        "instead": words.plain("There is no connection. These pages are saved:"),
        "languages": words.plain("Saved languages"),
        # offline.js
        "save": words.plain("Save for offline ({size})"),
        "saving": words.plain("Saving …"),
        "progress": words.plain("{done} of {size}, {pages} of {all} pages"),
        "cancel": words.plain("Cancel"),
        "stopped": words.plain("Stopped. What has arrived stays saved."),
        "failed": words.plain("Not all of it has arrived. What has arrived stays saved. The next visit goes on."),
        "full": words.plain("This device has too little space left. Make space, then try again."),
        "saved": words.plain("Saved for offline"),
        "evict": words.plain("When space runs short, your browser may delete it."),
        "newer": words.plain("Newer text is available."),
        "show": words.plain("Show it"),
        "here": words.plain("What is saved here"),
        # saving.js
        "nothing": words.plain("Nothing is saved here."),
        "whole": words.plain("All {all} pages."),
        "part": words.plain("{pages} of {all} pages."),
        "about": words.plain("{size}, text of {date}, version {version}."),
        "check": words.plain("Check"),
        "checking": words.plain("Checking …"),
        "right": words.plain("Everything saved is right."),
        "damaged": words.plain("Damaged: {pages} pages."),
        "mend": words.plain("Fetch again"),
        "remove": words.plain("Remove"),
        "removed": words.plain("Removed. Pages that you open are saved again."),
        "removeAll": words.plain("Remove everything"),
        "sure": words.plain("Remove everything that is saved here? Without a connection you cannot get it back."),
        "gone": words.plain("Everything that was saved here is removed."),
        "remains": words.plain(
            "Your browser may still have pages in its own memory and in its history. Delete those in its settings."
        ),
        "again": words.plain("If you open this portal again, it saves pages again."),
    }
