//! Fit: which columns of a table are shown on a screen, and how wide they are.

/// Columns stand so far apart.
pub const GAP: usize = 2;
/// Text is not squeezed below this while there is a column that may be left out.
const COMFORTABLE: usize = 16;

/// What a column asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Its longest text.
    pub text: usize,
    /// Its longest word.
    pub word: usize,
    /// Its header.
    pub header: usize,
    /// The longest word of its header, which may stand on several lines.
    pub header_word: usize,
}

impl Wish {
    fn widest(self) -> usize {
        self.text.max(self.header)
    }

    fn comfortable(self) -> usize {
        self.text.min(COMFORTABLE).max(self.least())
    }

    fn least(self) -> usize {
        self.word.max(self.header_word)
    }
}

/// The width of each column on a screen, `None` for one that is left out. Columns are left out in
/// the order of `expendable`, and only where they do not fit otherwise.
pub fn fit(wishes: &[Wish], expendable: &[usize], screen: usize) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = wishes.iter().map(|wish| Some(wish.widest())).collect();
    let total = |widths: &[Option<usize>]| {
        let shown = widths.iter().flatten();
        shown.clone().sum::<usize>() + GAP * shown.count().saturating_sub(1)
    };
    for left_out in expendable {
        let least =
            wishes.iter().zip(&widths).map(|(wish, width)| width.map(|_| wish.comfortable()));
        if total(&least.collect::<Vec<_>>()) <= screen {
            break;
        }
        widths[*left_out] = None;
    }
    let floors: [fn(Wish) -> usize; 3] = [Wish::comfortable, Wish::least, |_| 1];
    for floor in floors {
        while total(&widths) > screen {
            let widest = widths
                .iter_mut()
                .zip(wishes)
                .filter_map(|(width, wish)| width.as_mut().filter(|width| **width > floor(*wish)))
                .max();
            match widest {
                Some(width) => *width -= 1,
                None => break,
            }
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use crate::output::fit::{Wish, fit};

    #[test]
    fn a_table_is_squeezed_between_words_then_loses_columns_then_breaks_words() {
        const NAME: Wish = Wish { text: 30, word: 10, header: 6, header_word: 6 };
        const COUNT: Wish = Wish { text: 2, word: 2, header: 13, header_word: 7 };
        #[track_caller]
        fn case(screen: usize, want: [Option<usize>; 3]) {
            assert_eq!(fit(&[NAME, COUNT, COUNT], &[2, 1], screen), want);
        }
        case(200, [Some(30), Some(13), Some(13)]);
        case(60, [Some(30), Some(13), Some(13)]);
        case(46, [Some(16), Some(13), Some(13)]);
        case(40, [Some(16), Some(10), Some(10)]);
        case(34, [Some(16), Some(7), Some(7)]);
        case(33, [Some(18), Some(13), None]);
        case(24, [Some(24), None, None]);
        case(12, [Some(12), None, None]);
        case(8, [Some(8), None, None]);
    }
}
