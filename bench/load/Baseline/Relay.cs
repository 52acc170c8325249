namespace Switchboard.Bench.Load.Baseline;

/// <summary>The least that a .NET gateway can do: POST in, POST out, bytes back. It looks at nothing and keeps nothing.</summary>
internal static class Relay
{
    public static RequestDelegate To(Uri upstream)
    {
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        });
        return async context =>
        {
            var (incoming, outgoing) = (context.Request, context.Response);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(upstream, incoming.Path));
            request.Content = new StreamContent(incoming.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", incoming.ContentType);
            request.Content.Headers.ContentLength = incoming.ContentLength;
            request.Headers.TryAddWithoutValidation("Authorization", (string?)incoming.Headers.Authorization);
            using var response = await invoker.SendAsync(request, context.RequestAborted);
            outgoing.StatusCode = (int)response.StatusCode;
            outgoing.ContentType = response.Content.Headers.ContentType?.ToString();
            outgoing.ContentLength = response.Content.Headers.ContentLength;
            await response.Content.CopyToAsync(outgoing.Body, context.RequestAborted);
        };
    }
}
