"""Porter's value chain of a firm: one value that answers what the chain is asked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from crmcore._checks import choice
from crmcore._keyed import known
from crmcore.errors import InvalidInputError
from crmcore.valuechain.porter.activities import Activity
from crmcore.valuechain.porter.categories import PORTER_ROLES, PorterRole
from crmcore.valuechain.porter.changes import ActivityChange
from crmcore.valuechain.porter.costs import CostStructure, cost_structure
from crmcore.valuechain.porter.dependencies import DependencyGraph, Reach, dependencies, reach
from crmcore.valuechain.porter.efficiency import Efficiency, efficiency
from crmcore.valuechain.porter.improvements import Improvement, PorterPlan, porter_plan
from crmcore.valuechain.porter.inputs import PorterInputs
from crmcore.valuechain.porter.links import LinkChange
from crmcore.valuechain.porter.margins import Margins, margins
from crmcore.valuechain.porter.measures import ActivityMeasure
from crmcore.valuechain.porter.positions import RelativePosition, relative_position
from crmcore.valuechain.porter.roles import RoleSplit, split_by_role
from crmcore.valuechain.porter.what_if import WhatIf, what_if

__all__ = ["PorterAnalysis"]


@attrs.frozen(repr=False)
class PorterAnalysis(PorterInputs):
    """The activities of a firm, and what follows from them; gives an activity by key.

    Attributes
    ----------
    activities : tuple of Activity
        What the firm does; mappings with the names of the fields are taken.
    links : tuple of ActivityLink
        How they bear on one another; ``(source, target)`` and ``(source, target, strength)`` are
        taken.
    competitors : tuple of Competitor
        What is known of others; mappings with the names of the fields are taken.
    currency : str
        The currency of all money, a code or a name.
    time_unit : {"hour", "day", "week", "month", "person_hour", "person_day", "person_month"}
        The unit of all times.
    volume : float or None
        Output of the firm, > 0: then competitors state theirs too, and figures are compared per
        unit of it. Without it they are compared as they stand.

    Raises
    ------
    InvalidInputError
        If there is no activity, a key or a link comes twice, money is in another currency, or
        only some volumes are stated; a key that no activity has is an UnknownKeyError.

    References
    ----------
    .. [1] Porter (1985), Competitive Advantage, chapters 2 (value chain) and 3 (cost drivers,
       relative cost position).

    Examples
    --------
    >>> chain = PorterAnalysis(
    ...     [
    ...         Activity("design", category="technology", cost=100, value=150, time=20),
    ...         Activity("plant", category="operations", cost=400, value=500, time=60),
    ...         Activity("repair", category="service", cost=100, value=150, time=20),
    ...     ],
    ...     [("design", "plant", 0.5), ("plant", "repair", 0.2)],
    ...     currency="EUR",
    ... )
    >>> chain
    PorterAnalysis(activities=3, links=2, competitors=0, currency='EUR')
    >>> chain.margins().summary.en
    'margin 200 euro: value 800 euro less cost 600 euro'
    >>> chain.efficiency().inefficient, chain.efficiency()["plant"].excess_cost.value
    (('plant',), 25.0)
    >>> chain.what_if([ActivityChange("design", cost=-20)]).margin_change
    32.0
    """

    @property
    def rests_on(self) -> Mapping[str, tuple[str, ...]]:
        """The activities that bear on each; influence runs the other way."""
        return self.dependencies().rests_on

    def by_role(self) -> RoleSplit:
        """Classify the activities as primary or support.

        Returns
        -------
        RoleSplit
            The two groups, and the categories without an activity.
        """
        return split_by_role(self)

    def dependencies(self) -> DependencyGraph:
        """Order the activities by influence and find the loops.

        Returns
        -------
        DependencyGraph
            Nodes, edges, order and loops.

        Notes
        -----
        Activities that reach one another form a strongly connected component; the order is that
        of the graph in which each component is one node.
        """
        return dependencies(self)

    def reach(
        self,
        key: str,
        /,
        *,
        improvement: float = 1.0,
        measure: ActivityMeasure | None = None,
    ) -> Reach:
        r"""Tell which activities an improvement of one reaches, and how far.

        Parameters
        ----------
        key : str
            The activity that is improved.
        improvement : float, default 1
            By how much.
        measure : {"cost", "time", "value"} or None
            In what: only links that carry it count. None counts every link.

        Returns
        -------
        Reach
            All that is reached, and the effects where the links on the way have strengths.

        Raises
        ------
        InvalidInputError
            If the improvement is not finite or there is no such measure; an unknown key is an
            UnknownKeyError.

        Notes
        -----
        With the improvement :math:`x` and :math:`L_{ij}` the strength of the link from i to j the
        whole effect is :math:`T = (I - L^{\mathsf{T}})^{-1} x`, the sum over all ways of the
        products of their strengths. Where the spectral radius of :math:`|L|` over a loop is not
        below 1 that sum has no value, and the effects tell which loop it is.

        References
        ----------
        .. [1] Leontief (1936), Review of Economics and Statistics 18(3), 105-125 (the inverse).

        Examples
        --------
        >>> chain = PorterAnalysis(
        ...     [
        ...         Activity("design", category="technology", cost=100),
        ...         Activity("plant", category="operations", cost=400),
        ...         Activity("repair", category="service", cost=100),
        ...     ],
        ...     [("design", "plant", 0.5), ("plant", "repair", 0.2)],
        ...     currency="EUR",
        ... )
        >>> chain.reach("design", improvement=10)
        Reach(source='design', activities=('plant', 'repair'),
        effects={'design': 10.0, 'plant': 5.0, 'repair': 1.0})
        """
        return reach(self, key, improvement=improvement, measure=measure)

    def costs(self) -> CostStructure:
        """Tell which activities are costly and which cheap, and what drives their cost.

        Returns
        -------
        CostStructure
            Costs by activity, the costliest first, and by driver.

        Notes
        -----
        Costly is what costs more than the average of all activities: it depends on how finely
        they are told apart. Where an activity divides its cost between drivers, each driver gets
        its fraction; where it only names them, no driver gets any, and the cost is undivided.
        """
        return cost_structure(self)

    def efficiency(self) -> Efficiency:
        r"""Find where cost and time go beyond the value, and where they stay below it.

        Returns
        -------
        Efficiency
            Shares and amounts by activity; inefficient, slow and strong points.

        Notes
        -----
        With cost :math:`c_i` and value :math:`v_i` the excess is
        :math:`c_i - v_i \frac{\sum c}{\sum v}`, so it adds up to 0; that of the time likewise. A
        share needs the figure of every activity: with one missing, none is told, and the reason
        names it. To judge the primary activities by themselves, ask `for_role`.
        """
        return efficiency(self)

    def margins(self) -> Margins:
        """Take cost from value, in total and by activity, category, role and business unit.

        Returns
        -------
        Margins
            The margin and its parts, which add up.
        """
        return margins(self)

    def position(self, measure: ActivityMeasure = "cost", /) -> RelativePosition:
        """Compare the firm with its competitors, activity by activity and as a whole.

        Parameters
        ----------
        measure : {"cost", "time", "value"}
            By what; cost where nothing is said.

        Returns
        -------
        RelativePosition
            Ranks with ties, and on how many activities each comparison rests.

        Raises
        ------
        InvalidInputError
            If there is no such measure.
        """
        return relative_position(self, measure)

    def what_if(self, changes: Iterable[ActivityChange | LinkChange], /) -> WhatIf:
        """Try what changes of cost, time, value and linkage do to margin, shares and rank.

        Parameters
        ----------
        changes : iterable of ActivityChange or LinkChange
            What is changed, all at once. Links of a known strength pass changes on, as they are
            after their own change.

        Returns
        -------
        WhatIf
            The chain before and after.

        Raises
        ------
        InvalidInputError
            If a figure is not told or would fall below 0, or a link that is not there is cut; a
            key that no activity has is an UnknownKeyError.
        UndefinedMetricError
            If links pass a change round a loop whose turns do not die out.

        Notes
        -----
        A change spreads as in `reach`, cost by links that carry cost, and so on. Changes of
        activities add up; a change of links acts on them and by itself moves nothing.
        """
        return what_if(self, changes)

    def plan(
        self, improvements: Iterable[Improvement | Mapping[str, Any]], /, *, budget: float
    ) -> PorterPlan:
        """Choose the improvements that raise the margin most within a budget.

        Parameters
        ----------
        improvements : iterable of Improvement
            What could be done; mappings with the names of the fields are taken.
        budget : float
            Money that may be spent, >= 0.

        Returns
        -------
        PorterPlan
            The best plan up to 20 improvements in question; above, a good one and a bound.

        Raises
        ------
        InvalidInputError
            If a key comes twice, a gain is below 0, improvements rest on one another in a circle,
            or those chosen cut a figure below 0 together; an unknown key is an UnknownKeyError.
        UndefinedMetricError
            If links pass a change round a loop whose turns do not die out.

        Examples
        --------
        >>> chain = PorterAnalysis(
        ...     [Activity("plant", category="operations", cost=400, value=700)], currency="EUR"
        ... )
        >>> found = chain.plan(
        ...     [
        ...         Improvement("retool", 50, changes=[ActivityChange("plant", cost=-40)]),
        ...         Improvement("train", 30, gain=25),
        ...         Improvement("brand", 40, gain=60, rests_on="train"),
        ...     ],
        ...     budget=80,
        ... )
        >>> found.chosen, found.planned.worth, found.margin_after.value
        (('train', 'brand'), 85.0, 385.0)
        """
        return porter_plan(self, improvements, budget=budget)

    def for_unit(self, unit: str, /) -> "PorterAnalysis":
        """Give the analysis of one business unit.

        Parameters
        ----------
        unit : str
            One of `units`.

        Returns
        -------
        PorterAnalysis
            Its activities, the links between them, and competitors' figures of them. Links that
            leave the unit are those `across_units` of `dependencies`.

        Raises
        ------
        UnknownKeyError
            If no activity names this unit.
        """
        known("unit", unit, self.units)
        return self._only(lambda activity: activity.unit == unit)

    def for_role(self, role: PorterRole, /) -> "PorterAnalysis":
        """Give the analysis of the primary or of the support activities alone.

        Parameters
        ----------
        role : {"primary", "support"}
            Which.

        Returns
        -------
        PorterAnalysis
            These activities, the links between them, and competitors' figures of them.

        Raises
        ------
        InvalidInputError
            If there is no such role, or no activity of it.
        """
        choice("role", role, tuple(PORTER_ROLES))
        if all(activity.role != role for activity in self.activities):
            msg = f"role must be one of which there is an activity, got {role!r}"
            raise InvalidInputError(msg)
        return self._only(lambda activity: activity.role == role)

    def _only(self, keep: Callable[[Activity], bool]) -> "PorterAnalysis":
        kept = tuple(activity for activity in self.activities if keep(activity))
        keys = {activity.key for activity in kept}
        return attrs.evolve(
            self,
            activities=kept,
            links=tuple(it for it in self.links if {it.source, it.target} <= keys),
            competitors=tuple(competitor.only(keys) for competitor in self.competitors),
        )
