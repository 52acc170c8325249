using System.Text;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers;

/// <summary>A vendor's adapter against the scripted upstream, over a real socket.</summary>
internal static class VendorTalk
{
    public const string Key = "vendor-key-0123456789";

    public static async Task<ProviderReply> SendAsync(ScriptedUpstream upstream, string provider, string body, string? key = Key)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet(provider, out KnownProvider? known));
        Assert.True(ProviderBaseUrl.TryResolve(known, upstream.BaseUrl, out Uri? root, out _));
        var call = new ProviderCall
        {
            Target = new ProviderTarget(known, root, key),
            Model = "m",
            Body = Encoding.UTF8.GetBytes(body),
            Stream = body.Contains("\"stream\":true", StringComparison.Ordinal),
        };
        return await ProviderAdapters.Create(known, new VendorHttpOptions()).SendAsync(call, TestContext.Current.CancellationToken);
    }

    public static async Task<string> TextAsync(this ProviderReply reply) => await new StreamReader(reply.Body).ReadToEndAsync();
}
