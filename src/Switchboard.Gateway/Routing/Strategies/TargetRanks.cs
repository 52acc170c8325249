using System.Runtime.InteropServices;

namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>Sorts targets by a figure of each, taken once. Plans are short and equals keep their order, so by insertion.</summary>
internal static class TargetRanks
{
    private const int OnStack = 16;

    /// <summary>Sorts, the least first.</summary>
    /// <returns>The least figure.</returns>
    public static long Sort<TAsk>(List<PlannedTarget> targets, TAsk ask, Func<PlannedTarget, TAsk, long> rank)
    {
        Span<long> ranks = targets.Count <= OnStack ? stackalloc long[OnStack] : new long[targets.Count];
        var all = CollectionsMarshal.AsSpan(targets);
        for (var i = 0; i < all.Length; i++)
        {
            var (target, its, at) = (all[i], rank(all[i], ask), i);
            for (; at > 0 && ranks[at - 1] > its; at--)
            {
                (all[at], ranks[at]) = (all[at - 1], ranks[at - 1]);
            }

            (all[at], ranks[at]) = (target, its);
        }

        return ranks[0];
    }
}
