namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>Smooth weighted round-robin: each target's credit grows by its weight, and who is asked pays for all. Those that are not well do not count.</summary>
internal sealed class WeightedOrder : ITargetOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _credit = new(StringComparer.Ordinal);

    public string Sort(List<PlannedTarget> targets, in RoutingAsk ask)
    {
        var total = 0;
        PlannedTarget? best = null;
        lock (_gate)
        {
            foreach (var target in targets)
            {
                total += target.Weight;
                _credit[target.Name] = _credit.GetValueOrDefault(target.Name) + target.Weight;
                best = best is null || _credit[target.Name] > _credit[best.Name] ? target : best;
            }

            _credit[best!.Name] -= total;
        }

        targets.Remove(best);
        targets.Insert(0, best);
        return $"{best.Name} has weight {best.Weight} of {total}";
    }
}
