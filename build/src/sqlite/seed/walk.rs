//! All combinations of some choices, those first that are near the first choice of each.

/// One place in each of some lists; the sum of the places never shrinks.
#[derive(Debug)]
pub(super) struct Walk {
    lengths: Vec<usize>,
    at: Vec<usize>,
}

impl Walk {
    /// Begins with the first choice of each list.
    pub(super) fn new(lengths: Vec<usize>) -> Self {
        let at = vec![0; lengths.len()];
        Self { lengths, at }
    }

    pub(super) fn at(&self) -> &[usize] {
        &self.at
    }

    /// Goes on to the next combination, if there is one.
    pub(super) fn advance(&mut self) -> Option<()> {
        let mut tail = 0;
        for place in (0..self.at.len()).rev() {
            if tail > 0 && self.at[place] + 1 < self.lengths[place] {
                self.at[place] += 1;
                return self.fill(place + 1, tail - 1);
            }
            tail += self.at[place];
        }
        self.fill(0, tail + 1)
    }

    /// Spreads `sum` over the places from `first` on, as far behind as they can hold it.
    fn fill(&mut self, first: usize, mut sum: usize) -> Option<()> {
        for place in (first..self.at.len()).rev() {
            let most = self.lengths[place].saturating_sub(1);
            self.at[place] = sum.min(most);
            sum -= self.at[place];
        }
        (sum == 0).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;

    #[test]
    fn every_combination_comes_once_and_the_nearest_first() {
        let mut walk = Walk::new(vec![2, 1, 3]);
        let mut seen = vec![walk.at().to_vec()];
        while walk.advance().is_some() {
            seen.push(walk.at().to_vec());
        }
        assert_eq!(
            seen,
            [
                [0, 0, 0],
                [0, 0, 1],
                [1, 0, 0],
                [0, 0, 2],
                [1, 0, 1],
                [1, 0, 2]
            ]
        );
    }

    #[test]
    fn nothing_has_one_combination() {
        assert_eq!(Walk::new(Vec::new()).advance(), None);
        assert_eq!(Walk::new(vec![1, 1]).advance(), None);
    }
}
