using System.Globalization;
using Switchboard.Gateway.Routing.Health;

namespace Switchboard.Gateway.Alerts;

/// <summary>Raises an alert where a provider, or one target of a model, goes down or comes up again: once each time.</summary>
internal sealed class ProviderAlerts(AlertQueue alerts, TimeProvider time)
{
    /// <summary>Tells what a call's end has done to a breaker; mostly nothing.</summary>
    /// <param name="change">What it has done.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="model">The target's model; null where the breaker is the provider's own.</param>
    /// <param name="reason">Why the last call failed, if it did.</param>
    public void Tell(BreakerChange change, string provider, string? model, string? reason)
    {
        if (change == BreakerChange.None)
        {
            return;
        }

        var (now, down) = (time.GetUtcNow(), change == BreakerChange.Opened);
        var kind = down ? AlertEvents.ProviderDown : AlertEvents.ProviderUp;
        var target = model is null ? null : $"{provider}/{model}";
        var what = target is null ? $"The provider {provider}" : $"The target {target}";
        alerts.Raise(new Alert
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{kind.Name()}:{target ?? provider}:{now.ToUnixTimeMilliseconds()}"),
            Kind = kind,
            At = now,
            Text = down ? $"{what} is down: its calls fail one after the other. The last: {reason ?? "it did not answer."}" : $"{what} answers again.",
            Provider = provider,
            Target = target,
        });
    }
}
