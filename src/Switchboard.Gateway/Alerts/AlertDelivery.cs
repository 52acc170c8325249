using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Alerts;

/// <summary>Posts alerts to webhooks, each in its order: one that is away holds up none of the others.</summary>
internal sealed partial class AlertDelivery(AlertQueue queue, TimeProvider time, ILogger<AlertDelivery> log) : BackgroundService
{
    /// <summary>With the pauses between them, about two minutes.</summary>
    private const int MostTries = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(queue.Hooks.Select(h => RunAsync(h.Hook, h.Waiting, stoppingToken)));

    private async Task RunAsync(Webhook hook, ChannelReader<Alert> waiting, CancellationToken stop)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = hook.Url.Scheme == Uri.UriSchemeHttps, // As towards vendors: HTTPS_PROXY and NO_PROXY.
            PooledConnectionIdleTimeout = Patience,
        });
        await foreach (var alert in waiting.ReadAllAsync(stop))
        {
            try
            {
                await DeliverAsync(http, hook, alert, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogFailed(alert.Id, hook.Url.Host, e); // A fault here must not end the server.
            }
        }
    }

    private async Task DeliverAsync(HttpMessageInvoker http, Webhook hook, Alert alert, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(alert, GatewayJsonContext.Default.Alert);
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            var fault = await PostAsync(http, hook, body, stop);
            if (fault is null)
            {
                return;
            }

            if (tries == MostTries || fault is { MayPass: false })
            {
                LogGivenUp(alert.Id, hook.Url.Host, tries, fault.Reason);
                return;
            }

            await Task.Delay(pause, time, stop);
            pause *= 2;
        }
    }

    private async Task<Fault?> PostAsync(HttpMessageInvoker http, Webhook hook, byte[] body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "switchboard");
        if (hook.Secret is { } secret)
        {
            request.Headers.TryAddWithoutValidation(WebhookSignature.Header, WebhookSignature.Of(secret, time.GetUtcNow(), body));
        }

        using var patience = new CancellationTokenSource(Patience); // The network's own time, which runs on where a test moves the clock by minutes.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? null : new Fault($"it answered {status}", status is 408 or 429 or >= 500);
        }
        catch (HttpRequestException e)
        {
            return new Fault($"it cannot be reached ({e.HttpRequestError})", MayPass: true);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Fault("it did not answer in time", MayPass: true);
        }
    }

    [LoggerMessage(EventName = "AlertGivenUp", Level = LogLevel.Error, Message = "The alert {Id} did not reach the webhook at {Host} in {Tries} tries: {Reason}. Check its address in alerts.webhooks.")]
    private partial void LogGivenUp(string id, string host, int tries, string reason);

    [LoggerMessage(EventName = "AlertFailed", Level = LogLevel.Error, Message = "The alert {Id} could not be posted to the webhook at {Host} by a fault of the gateway")]
    private partial void LogFailed(string id, string host, Exception exception);

    /// <summary>Why a webhook did not take an alert, and whether a later try may help.</summary>
    private sealed record Fault(string Reason, bool MayPass);
}
