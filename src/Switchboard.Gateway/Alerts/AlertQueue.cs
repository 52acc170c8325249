using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Alerts;

/// <summary>Takes alerts from wherever they come up and keeps them for each webhook that wants them. Never waits; what is too much is dropped, and said.</summary>
internal sealed partial class AlertQueue(AlertSettings settings, ILogger<AlertQueue> log)
{
    private const int MostWaiting = 256;

    private readonly (Webhook Hook, Channel<Alert> Waiting)[] _hooks =
        [.. settings.Webhooks.Select(static h => (h, Channel.CreateBounded<Alert>(new BoundedChannelOptions(MostWaiting) { SingleReader = true })))];

    /// <summary>Each webhook with what waits for it.</summary>
    public IEnumerable<(Webhook Hook, ChannelReader<Alert> Waiting)> Hooks => _hooks.Select(static h => (h.Hook, h.Waiting.Reader));

    public void Raise(Alert alert)
    {
        foreach (var (hook, waiting) in _hooks)
        {
            if (hook.Events.HasFlag(alert.Kind) && !waiting.Writer.TryWrite(alert))
            {
                LogDropped(alert.Id, hook.Url.Host);
            }
        }
    }

    [LoggerMessage(EventName = "AlertDropped", Level = LogLevel.Error, Message = "The alert {Id} is dropped: too many wait for the webhook at {Host}. See that it answers.")]
    private partial void LogDropped(string id, string host);
}
