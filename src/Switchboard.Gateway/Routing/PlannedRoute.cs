using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>A target's route with all that it depends on beside the target.</summary>
internal sealed record PlannedRoute(PriceTable Prices, DateOnly Day, Dialect Caller, bool TakesCallerKey, Route Route)
{
    public bool IsFor(PriceTable prices, DateOnly day, Dialect caller, bool takesCallerKey) =>
        ReferenceEquals(Prices, prices) && Day == day && Caller == caller && TakesCallerKey == takesCallerKey;
}
