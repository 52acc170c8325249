using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Teams, organisations and users over HTTP: the same four verbs for each.</summary>
internal static partial class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        Map(routes, MemberKind.Team);
        Map(routes, MemberKind.Organization);
        Map(routes, MemberKind.User);
    }

    private static void Map(IEndpointRouteBuilder routes, MemberKind kind)
    {
        var group = routes.MapGroup(kind.Path);
        group.MapGet("", (MembershipDirectory directory, LimitViews views) => List(kind.All(directory).Select(m => View(kind, m, views)))).Needs(Role.Viewer);
        group.MapPost("", (HttpContext context, MembershipDirectory directory, LimitViews views, TimeProvider time) => CreateAsync(context, directory, views, kind, time)).Needs(Role.Admin);
        group.MapPatch("/{id}", (string id, HttpContext context, MembershipDirectory directory, LimitViews views) => ChangeAsync(id, context, directory, views, kind)).Needs(Role.Admin);
        group.MapDelete("/{id}", async (string id, HttpContext context, MembershipDirectory directory) =>
            await kind.DeleteAsync(directory, id, context.RequestAborted) ? Results.NoContent() : Unknown(kind, id)).Needs(Role.Admin);
    }

    private static IResult List(IEnumerable<MemberView> members) =>
        Results.Json(new Page<IReadOnlyList<MemberView>>([.. members.OrderBy(static m => m.Id, StringComparer.Ordinal)]), SmartflowJsonContext.Default.PageIReadOnlyListMemberView);

    private static async Task<IResult> CreateAsync(HttpContext context, MembershipDirectory directory, LimitViews views, MemberKind kind, TimeProvider time)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        var fields = new JsonFields(json);
        var id = fields.Text("id", null) ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var member = Read(fields, kind, new Member(id, "", time.GetUtcNow()));
        if (!IdText().IsMatch(id))
        {
            fields.Fault("id", "may have letters, digits, '.', '_' and '-', 64 at most", 0);
        }

        if (member.Name.Length == 0)
        {
            fields.Fault("name", $"is missing: give the {kind.Name} a name", 0);
        }

        if (kind.All(directory).Any(m => m.Id == id))
        {
            fields.Fault("id", $"names a {kind.Name} that exists already", 0);
        }

        return await SaveAsync(context, directory, views, kind, fields, member, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, MembershipDirectory directory, LimitViews views, MemberKind kind)
    {
        var (body, error) = await JsonBody.ReadAsync(context);
        if (body is not { } json)
        {
            return new ErrorResult(error!);
        }

        if (kind.All(directory).FirstOrDefault(m => m.Id == id) is not { } current)
        {
            return Unknown(kind, id);
        }

        var fields = new JsonFields(json);
        return await SaveAsync(context, directory, views, kind, fields, Read(fields, kind, current), StatusCodes.Status200OK);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, MembershipDirectory directory, LimitViews views, MemberKind kind, JsonFields fields, Member member, int status)
    {
        if (fields.Faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(fields.Faults));
        }

        await kind.SaveAsync(directory, member, context.RequestAborted);
        return Results.Json(View(kind, member, views), SmartflowJsonContext.Default.MemberView, statusCode: status);
    }

    private static Member Read(JsonFields fields, MemberKind kind, Member current) => current with
    {
        Name = fields.Text("name", current.Name) ?? current.Name,
        Email = kind.Fields.Contains("email") ? fields.Text("email", current.Email) : null,
        Team = kind.Fields.Contains("team") ? fields.Text("team", current.Team) : null,
        Organization = kind.Fields.Contains("organization") ? fields.Text("organization", current.Organization) : null,
        Limits = LimitsReader.Read(fields, current.Limits),
    };

    private static MemberView View(MemberKind kind, Member member, LimitViews views)
    {
        var name = new AccountName(kind.Scope, member.Id);
        var budgets = views.Budgets(name, member.Limits);
        return new MemberView
        {
            Id = member.Id,
            Name = member.Name,
            Email = member.Email,
            Team = member.Team,
            Organization = member.Organization,
            Budget = budgets.FirstOrDefault(),
            Budgets = budgets.Count == 0 ? null : budgets,
            SpentUsd = views.Spent(name),
            Rpm = member.Limits.Rpm,
            Tpm = member.Limits.Tpm,
            Concurrent = member.Limits.Concurrent,
            CreatedAt = member.CreatedAt,
        };
    }

    private static ErrorResult Unknown(MemberKind kind, string id) => new(new ExchangeError(ErrorKind.NotFound, $"No {kind.Name} has the id '{id}'. GET {kind.Path} lists them."));

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex IdText();
}
