using System.Net;
using System.Text;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Admin;

/// <summary>Management in open mode, and with bodies that nobody means well with.</summary>
public sealed class HostileManagementTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    public static TheoryData<string, string> Mutations => new()
    {
        { "POST", "/api/enterprise/vkeys" }, { "PATCH", "/api/enterprise/vkeys/x" }, { "DELETE", "/api/enterprise/vkeys/x" },
        { "POST", "/api/enterprise/teams" }, { "PATCH", "/api/enterprise/teams/x" }, { "DELETE", "/api/enterprise/teams/x" },
        { "POST", "/api/enterprise/users" }, { "PATCH", "/api/enterprise/users/x" }, { "DELETE", "/api/enterprise/users/x" },
        { "POST", "/api/enterprise/organizations" }, { "PATCH", "/api/enterprise/organizations/x" }, { "DELETE", "/api/enterprise/organizations/x" },
        { "POST", "/api/routing/override" }, { "DELETE", "/api/routing/override" },
        { "POST", "/api/routing/fallback-chains" }, { "PATCH", "/api/routing/fallback-chains/x" }, { "DELETE", "/api/routing/fallback-chains/x" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task OpenMode_MutationWithoutTheAdministratorsKey_Is401AndChangesNothing(string method, string path)
    {
        foreach (var key in (string?[])[null, "", "wrong", SwitchboardServer.AdminKey + " ", SwitchboardServer.AdminKey.ToUpperInvariant(), SwitchboardServer.AdminKey[..^1]])
        {
            foreach (var service in (string[])["management", "proxy"])
            {
                using var response = await SendAsync(method, fixture.Server.Url(service) + path, "{\"name\":\"evil\",\"id\":\"evil\"}", key);
                if (key != SwitchboardServer.AdminKey + " ")
                {
                    var error = await response.ErrorAsync(HttpStatusCode.Unauthorized, anthropic: false);
                    Assert.Contains("administrator", error.GetProperty("message").GetString(), StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"name\":\"a\",\"\\ud800\":1,\"\\udc00\":2}")]
    [InlineData("{\"name\":\"a\",\"models\":[\"\\ud800\"]}")]
    [InlineData("{\"name\":\"a\",\"role\":\"\\ud800\",\"expires_at\":\"\\ud800\",\"budget\":{\"usd\":1,\"period\":\"\\ud800\"}}")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    [InlineData("{\"name\":1}")]
    [InlineData("{\"name\":\"\"}")]
    [InlineData("{\"name\":\"a\",\"rpm\":0}")]
    [InlineData("{\"name\":\"a\",\"rpm\":1e400}")]
    [InlineData("{\"name\":\"a\",\"tpm\":-1}")]
    [InlineData("{\"name\":\"a\",\"budget\":{\"usd\":1e400}}")]
    [InlineData("{\"name\":\"a\",\"budget\":{\"usd\":\"\"}}")]
    [InlineData("{\"name\":\"a\",\"budgets\":[1]}")]
    [InlineData("{\"name\":\"a\",\"budgets\":[null]}")]
    [InlineData("{\"name\":\"a\",\"models\":\"x\"}")]
    [InlineData("{\"name\":\"a\",\"models\":[null]}")]
    [InlineData("{\"name\":\"a\",\"expires_at\":9}")]
    [InlineData("{\"name\":\"a\",\"surprise\":1}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"name\":\"a\"}{}")]
    [InlineData("\uFEFF{\"name\":\"a\"}x")]
    public async Task CreateKey_BodyThatCannotBe_IsA400ThatSaysWhy(string body)
    {
        using var response = await SendAsync("POST", fixture.Server.Url("management") + "/api/enterprise/vkeys", body, SwitchboardServer.AdminKey);

        await response.ErrorAsync(HttpStatusCode.BadRequest, anthropic: false);
        Assert.Empty((await fixture.Server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data").EnumerateArray());
    }

    [Theory]
    [InlineData("teams")]
    [InlineData("users")]
    [InlineData("organizations")]
    public async Task Members_BodyThatCannotBe_IsA400ThatSaysWhy(string kind)
    {
        foreach (var body in (string[])["{\"name\":\"\\ud800\"}", "{\"name\":\"a\",\"id\":\"../x\"}", "{\"id\":\"a\"}", "{\"name\":\"a\",\"id\":\"\\ud800\"}", "{\"name\":\"a\",\"\\ud800\":{}}", "{\"name\":{}}"])
        {
            using var response = await SendAsync("POST", $"{fixture.Server.Url("management")}/api/enterprise/{kind}", body, SwitchboardServer.AdminKey);
            await response.ErrorAsync(HttpStatusCode.BadRequest, anthropic: false);
        }
    }

    [Fact]
    public async Task CreateKey_OverALargeBody_Is413()
    {
        using var response = await SendAsync("POST", fixture.Server.Url("management") + "/api/enterprise/vkeys", "{\"name\":\"a\"}".PadRight(2 << 20), SwitchboardServer.AdminKey);

        await response.ErrorAsync(HttpStatusCode.RequestEntityTooLarge, anthropic: false);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit=x")]
    [InlineData("offset=-1")]
    [InlineData("days=0")]
    [InlineData("days=999999999")]
    [InlineData("days=1e3")]
    public async Task Logs_QueryThatCannotBe_IsA400ThatSaysWhy(string query)
    {
        using var response = await SendAsync("GET", fixture.Server.Url("management") + "/api/vas/logs?" + query, null, SwitchboardServer.AdminKey);

        await response.ErrorAsync(HttpStatusCode.BadRequest, anthropic: false);
    }

    [Theory]
    [InlineData("provider=' OR 1=1 --&model=%00")]
    [InlineData("model=%25&provider=_")]
    [InlineData("limit=5&limit=6&offset=&days=")]
    [InlineData("token=abc&key=def")]
    public async Task Logs_OddQuery_IsJustAQuery(string query)
    {
        using var response = await SendAsync("GET", fixture.Server.Url("management") + "/api/vas/logs?" + query, null, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty((await response.JsonAsync()).GetProperty("data").EnumerateArray());
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string url, string? body, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        return await fixture.Server.Client.SendAsync(request);
    }
}
